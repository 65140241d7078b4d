"""What a public site in Korea owes its readers at the foot of every page, and what of it is missing here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.content.kinds import Place, Purpose
from civic.content.queries import content_here
from platform_core.access.place import institution_here


@dataclass(frozen=True, slots=True)
class DutyHere:
    """`key` says where it is done: footer, settings, or the purpose of a page."""

    key: str
    name: str
    why: str
    is_done: bool


def duties_here(at: datetime) -> list[DutyHere]:
    """No query once the content is remembered."""
    content = content_here(at)
    footer = content.in_force(Place.FOOTER, at)
    head: Any = footer.document.head if footer else {}
    there = {page.purpose for page in content.pages_at(at)}
    return [
        DutyHere(
            "footer",
            _("Who to turn to: address and department"),
            _("People must find out who runs these pages."),
            bool(_said(head.get("contact")) or institution_here().settings.get("contact")),
        ),
        DutyHere(
            "footer",
            _("A telephone number or an e-mail address"),
            _("For whoever cannot go on by themselves."),
            bool(head.get("phone") or head.get("email")),
        ),
        DutyHere(
            Purpose.PRIVACY,
            _("Privacy notice of your own"),
            _(
                "The platform’s text stands there until you publish yours: it must name who is in charge of privacy"
                " here (개인정보 보호법 제30조)."
            ),
            Purpose.PRIVACY in there,
        ),
        DutyHere(
            Purpose.TERMS,
            _("Terms of use of your own"),
            _("The platform’s text stands there until you publish yours."),
            Purpose.TERMS in there,
        ),
        DutyHere(
            "footer",
            _("Copyright mark (KOGL)"),
            _("Says how your works may be used (저작권법 제24조의2)."),
            bool(head.get("mark")),
        ),
        DutyHere(
            Purpose.COPYRIGHT,
            _("Copyright page"),
            _("What the mark means, and what it does not cover: what citizens write."),
            Purpose.COPYRIGHT in there,
        ),
        DutyHere(
            Purpose.ACCESSIBILITY,
            _("Web accessibility page"),
            _(
                "How accessible these pages are, the mark of quality if there is one, and where to report barriers."
            ),
            Purpose.ACCESSIBILITY in there,
        ),
    ]


def _said(words: Any) -> bool:
    return isinstance(words, dict) and any(words.values())


def missing_duties(at: datetime) -> list[DutyHere]:
    return [one for one in duties_here(at) if not one.is_done]
