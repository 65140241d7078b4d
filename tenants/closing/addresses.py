"""Which addresses of an institution belong to its static site, and in which file each is kept."""

import mimetypes
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

# Rooms that are somebody's own, that only take, or that need a server to answer.
LEFT_OUT = (
    "/sign-in/", "/sign-up/", "/sign-out/", "/password/", "/me/", "/left/", "/desk/", "/api/", "/kiosk/", "/inbox/",
    "/unsubscribe/", "/unfollowing/", "/preview/", "/display/", "/invitations/", "/internal/", "/healthz/",
    "/proposals/new/", "/proposals/drafts/", "/proposals/similar/", "/effect/letters/", "/answers/replies/",
    "/gatherings/places/", "/offline/", "/worker.js", "/manifest.webmanifest", "/reports/", "/status/",
)  # fmt: skip
# Under an item: pages that speak to one visitor and not about it, and its picture for messengers.
PERSONAL = re.compile(
    r"/(?:why|repetition|paper|edition|supplement|withdrawal|sign-up|application|reply|support|following)/$"
    r"|/story\.png$"
)
FRONT = "front-page/index.html"
LONGEST_NAME = 120  # bytes: file systems stop at 255, archives of them earlier
# What a computer opens by its ending: that must be right.
OPENED = frozenset({"text/html", "text/css"})
# Pages in another than the first language stand below a folder that no room of ours has.
OTHER_LANGUAGE = re.compile(r"/~([a-z]{2})(/.*)", re.DOTALL)
UNSAFE = re.compile(r'[\x00-\x1f<>:"\\|?*]')


def address_of(link: str, *, page: str, hosts: frozenset[str]) -> str | None:
    """The address that `link` on `page` leads to, or None when it is not for the static site.

    Equal addresses are written alike, whatever the order in which they ask.
    """
    try:
        parts = urlsplit(urljoin(f"//{next(iter(hosts))}{page}", link.strip()))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or host not in hosts:
        return None
    path = quote(unquote(parts.path or "/"), safe="/~!$&'()*+,;=:@-._")
    if ".." in unquote(path).split("/") or path.startswith(LEFT_OUT) or PERSONAL.search(path):
        return None
    return path + (_asked(parts.query) if path.endswith("/") else "")


def _asked(query: str) -> str:
    """The query, in one order; the first page of a list is the list."""
    asked = sorted((name, value) for name, value in parse_qsl(query) if (name, value) != ("page", "1"))
    return f"?{urlencode(asked)}" if asked else ""


def in_language(address: str, language: str) -> str:
    """The same page in another language of the institution; `language` is "" for its first one."""
    return f"/~{language}{address}" if language and not is_alike(address) else address


def language_of(address: str) -> tuple[str, str]:
    """("" for the first language, and the address as the institution knows it)."""
    found = OTHER_LANGUAGE.fullmatch(address)
    return (found[1], found[2]) if found else ("", address)


def is_alike(address: str) -> bool:
    """Whether it is the same in every language: files are, pages are not."""
    path = address.partition("?")[0]
    return not path.endswith("/") and "." in path.rpartition("/")[2]


def is_kept(address: str, *, is_way_on: bool) -> bool:
    """Of a list every page is kept (`is_way_on`: the link said that it leads to the next), and no other way of
    asking it: those need a server.
    """
    _path, mark, query = address.partition("?")
    return not mark or is_way_on or set(dict(parse_qsl(query))) == {"page"}


def file_of(address: str, content_type: str) -> str:
    """Where it is kept: a relative path whose ending says what it is, also to a computer without a server."""
    path, _, query = address.partition("?")
    folders = [_safe(unquote(part)) for part in path.split("/") if part]
    if path == "/" and not query:
        return FRONT
    kind = content_type.partition(";")[0].strip()
    if path.endswith("/"):
        return "/".join([*folders, f"{_page_name(query)}{_ending(kind)}"])
    name = folders[-1]
    known = mimetypes.guess_type(name)[0]
    if known is None or (kind in OPENED and known != kind):
        name += _ending(kind)
    return "/".join([*folders[:-1], name])


def file_at(root: Path, address: str) -> Path | None:
    """The file of a static site that answers to a path and its query."""
    path, _, query = address.partition("?")
    folders = [_safe(unquote(part)) for part in path.split("/") if part]
    if ".." in folders:
        return None
    if not folders:
        return root / "index.html"
    if path.endswith("/"):
        wanted, folder = _page_name(_asked(query).removeprefix("?")), root.joinpath(*folders)
    else:
        wanted, folder = folders[-1], root.joinpath(*folders[:-1])
        if (folder / wanted).is_file():
            return folder / wanted
    if not folder.is_dir():
        return None
    beginnings = {wanted, f"{wanted}.html"}
    found = (
        file for file in sorted(folder.iterdir()) if file.is_file() and {file.name, file.stem} & beginnings
    )
    return next(found, None)


def _page_name(query: str) -> str:
    """A page of a list by its number, or by the mark of the place in it where it begins."""
    if number := re.fullmatch(r"page=([0-9]{1,9})", query):
        return f"page-{number[1]}"
    return f"page-{sha256(query.encode()).hexdigest()[:16]}" if query else "index"


def _ending(kind: str) -> str:
    known = {"text/html": ".html", "text/calendar": ".ics", "image/webp": ".webp", "font/woff2": ".woff2"}
    return known.get(kind) or mimetypes.guess_extension(kind) or ".bin"


def _safe(name: str) -> str:
    """A name every file system takes, the same each time; a long one keeps its ending."""
    name = UNSAFE.sub("_", name)
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = name, ""
    mark = sha256(name.encode()).hexdigest()[:12]
    short = (stem or name).encode()[: LONGEST_NAME - 24].decode(errors="ignore")
    return f"{short}-{mark}{dot if ending else ''}{ending}"
