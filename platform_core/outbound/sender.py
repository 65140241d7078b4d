"""Who a letter is from: the institution at hand, or the platform in the public schema."""

from email.utils import formataddr

from django.conf import settings

from platform_core.access.place import in_public, institution_here
from platform_core.documents.letterhead import letterhead_here

PLATFORM_NAME = "Madang"
PLATFORM_COLOUR = "#1d4289"


def sender_name() -> str:
    return getattr(institution_here(), "name", "") or PLATFORM_NAME


def from_address(address: str = "") -> str:
    """`기관이름 <address>`, the name encoded and quoted as mail needs it; MAIL_ADDRESS unless another is given."""
    return formataddr((" ".join(sender_name().split()), address or settings.MAIL_ADDRESS))


def sender_look() -> dict[str, str]:
    """For the head of a letter: a colour, that of words on it, and where its emblem is ("" for the platform)."""
    if in_public():
        return {"colour": PLATFORM_COLOUR, "on_colour": "#ffffff", "emblem_url": ""}
    head = letterhead_here()
    # Where it is, not what: letters are kept for years, and a picture in each would make them heavy.
    return {"colour": head.colour, "on_colour": head.on_colour, "emblem_url": home_address("/emblem.png")}


def home_address(path: str = "/") -> str:
    """An absolute address of the sender's own pages; never built from what a request claims."""
    institution = institution_here()
    if hasattr(institution, "address"):
        return str(institution.address(path))
    _, _, port = settings.BASE_DOMAIN.partition(":")
    return f"{settings.PUBLIC_SCHEME}://{settings.CONSOLE_HOST}{':' + port if port else ''}{path}"


def sender_language() -> str:
    return str(getattr(institution_here(), "default_language", settings.LANGUAGE_CODE))
