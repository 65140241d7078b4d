"""The environment variables that the commands hand to Django. What the user has set wins where it may."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping

from deploy.local.paths import DATA, ROOT, RUN, SECRET, TEST

DATABASE = "madang"
DEFAULT_PORT = 8000


def settings_module() -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "platform_core.project.settings"}


def local_environment(
    *, database_url: str, valkey_url: str, port: int | None = None, debug: bool = False, test: bool = False
) -> dict[str, str]:
    """A demo's environment: this machine's folders and addresses, everything else as the user's shell has it.

    `port` is the last demo's unless given. `test` keeps files apart from the demo's.
    """
    folder = TEST if test else DATA
    mine = {
        **settings_module(),
        "DATABASE_URL": database_url,
        "VALKEY_URL": valkey_url,
        "DEBUG": "1" if debug else "0",
        "DEMO": "1",
        "BASE_DOMAIN": f"localhost:{remembered_port() if port is None else port}",
        "DATA_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    if not (os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE")):
        mine["SECRET_KEY"] = secret_key()
    return {**os.environ, **mine}


def secret_key() -> str:
    """Made at the first start and kept, so that sessions and links survive a restart."""
    if not SECRET.exists():
        half = SECRET.with_suffix(".new")
        half.unlink(missing_ok=True)
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        half.rename(SECRET)
    return SECRET.read_text().strip()


def remember_port(port: int) -> None:
    """Keep the demo's port, so that `manage` writes the same addresses into links."""
    (RUN / "port").write_text(str(port))


def remembered_port() -> int:
    try:
        return int((RUN / "port").read_text())
    except (OSError, ValueError):
        return DEFAULT_PORT


def production_like(environment: Mapping[str, str]) -> dict[str, str]:
    """The same services under a production's settings, for `manage.py check --deploy`."""
    return {
        **environment,
        "DEBUG": "0",
        "DEMO": "0",
        "BASE_DOMAIN": "madang.example",
        "SECRET_KEY": secrets.token_urlsafe(64),
    }
