"""Letters to those who were drawn: one for each seat, with where to say yes or no, and for how long it is."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.agenda.lottery import destroyed_from
from civic.agenda.models import Call, Volunteer
from platform_core.access.place import institution_here
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address


def tell_drawn(call: Call, codes: Iterable[str]) -> int:
    """Once for each code, however often it is asked; returns how many people were found. Nobody else is named."""
    found = list(Volunteer.objects.filter(call=call, code__in=list(codes)).select_related("user"))
    for one in found:
        with translation.override(one.user.language or institution_here().default_language):
            queue_letter(
                to=one.user.email,
                subject=_("You were drawn: %(committee)s") % {"committee": call.committee.name},
                body=_words(call),
                action_label=_("Say yes or no"),
                action_url=home_address(f"/agenda/calls/{call.pk}/seat/"),
                language=one.user.language,
                user=one.user,
                dedupe_key=f"drawn-{call.pk}-{one.code[:24]}",
            )
    return len(found)


def _words(call: Call) -> str:
    until = date_format(localtime(destroyed_from(call)), "DATE_FORMAT")
    term = ngettext("%(n)s month", "%(n)s months", call.term_months) % {"n": call.term_months}
    return _(
        "A seat was drawn for you by lot: “%(title)s”.\n\nIt is for %(term)s from the day you accept. If you cannot"
        " take it, please say so: the next of the published order follows. Answer by %(until)s; after that day"
        " everything you stated is destroyed, and the seat cannot be given to you any more."
    ) % {"title": call.title, "term": term, "until": until}
