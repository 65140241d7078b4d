"""Where links of an institution's own may lead."""

from collections.abc import Container
from urllib.parse import urlsplit

# Hosts of films that public bodies use. A film is a link: nothing is loaded from there before somebody opens it.
FILM_HOSTS = frozenset(
    {"www.youtube.com", "youtube.com", "youtu.be", "tv.naver.com", "tv.kakao.com", "vimeo.com"}
)
NOT_IN_A_LINK = set(' \t\r\n\\"<>`{}|^')


def is_link(address: str, hosts: Container[str] | None = None) -> bool:
    """An https address with a host and nothing odd in it; of one of `hosts` when they are named."""
    if not address.isprintable() or NOT_IN_A_LINK & set(address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or parts.username is not None or port is not None:
        return False
    return hosts is None or host in hosts


def is_path(path: str) -> bool:
    """A path of this site: "//host" and "/\\host" lead away, and "#" and "?" never reach us as a path."""
    if not path.isprintable() or NOT_IN_A_LINK & set(path) or not path.startswith("/"):
        return False
    return not path.startswith("//") and not {"?", "#"} & set(path) and ".." not in path.split("/")
