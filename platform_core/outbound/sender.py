"""Who a letter is from: the institution at hand, or the platform in the public schema."""

import re
from email.utils import formataddr

from django.conf import settings

from platform_core.access.place import institution_here

PLATFORM_NAME = "Madang"
DEFAULT_COLOUR = "#1d4289"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def sender_name() -> str:
    return getattr(institution_here(), "name", "") or PLATFORM_NAME


def from_address(address: str = "") -> str:
    """`기관이름 <address>`, the name encoded and quoted as mail needs it; MAIL_ADDRESS unless another is given."""
    return formataddr((" ".join(sender_name().split()), address or settings.MAIL_ADDRESS))


def sender_colour() -> str:
    """The line on top of a letter: `institution.settings["mail_colour"]`, or the platform's blue."""
    wish = str((getattr(institution_here(), "settings", None) or {}).get("mail_colour", ""))
    return wish if _COLOUR.fullmatch(wish) else DEFAULT_COLOUR


def home_address(path: str = "/") -> str:
    """An absolute address of the sender's own pages; never built from what a request claims."""
    institution = institution_here()
    if hasattr(institution, "address"):
        return str(institution.address(path))
    _, _, port = settings.BASE_DOMAIN.partition(":")
    return f"{settings.PUBLIC_SCHEME}://{settings.CONSOLE_HOST}{':' + port if port else ''}{path}"


def sender_language() -> str:
    return str(getattr(institution_here(), "default_language", settings.LANGUAGE_CODE))
