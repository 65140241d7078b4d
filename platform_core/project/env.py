"""Reading the environment: a value that makes no sense stops the start, it never becomes a default.

Every helper also reads `NAME_FILE`, so that a secret can live in a mounted file
instead of the process environment.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadEnvironment(Exception):
    """A variable is missing or unreadable. The message names it and says what is expected."""


def text(name: str, default: str | None = None) -> str:
    """The variable's text, from NAME or the file NAME_FILE points to."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise BadEnvironment(f"{name} is not set (or point {name}_FILE at a file that holds it).")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadEnvironment(f"{name}={value!r} is neither true nor false (use 1 or 0).")


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError:
        raise BadEnvironment(f"{name}={value!r} is not a whole number.") from None
    if result < least:
        raise BadEnvironment(f"{name}={result} is below the least allowed, {least}.")
    return result


def zone(name: str, default: str) -> str:
    """The name of a time zone, as the tz database writes it."""
    value = text(name, default)
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        raise BadEnvironment(f"{name}={value!r} is no time zone (write it like Asia/Seoul).") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def numbered(name: str) -> dict[int, str]:
    """`1:secret,2:secret` by number. A secret may hold anything but a comma; a number stands for one secret."""
    found: dict[int, str] = {}
    for part in words(name):
        number, _colon, secret = part.partition(":")
        if not (number.isascii() and number.isdigit()) or int(number) < 1 or len(secret) < 16:
            raise BadEnvironment(
                f"{name} is read as 1:secret,2:secret, each secret of 16 characters or more."
            )
        if int(number) in found:
            raise BadEnvironment(f"{name} gives the number {number} twice.")
        found[int(number)] = secret
    return found


def database(name: str = "DATABASE_URL") -> dict[str, object]:
    """`postgres://user:password@host:port/name?host=/socket/folder` as Django's settings."""
    url = urlsplit(text(name, ""))
    if url.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironment(f"{name} must begin with postgres:// (only PostgreSQL 15 to 18 serves).")
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return {
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": str(url.port or query.pop("port", "")),
        "OPTIONS": query,
    }
