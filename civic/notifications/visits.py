"""What administrators are told of operators' visits: at the beginning, and at the end. This cannot be switched off."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from civic.notifications.audience import staff_in
from civic.people.models import Role
from civic.visits import events
from civic.visits.models import Ending
from platform_core.events.models import Event
from platform_core.events.registry import listens_to
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_language


@listens_to(events.BEGUN, events.ENDED)
def tell_administrators(event: Event) -> None:
    path = reverse("desk:visit", args=[event.subject_id], urlconf="platform_core.project.urls_institution")
    for person in staff_in(Role.ADMINISTRATOR):
        with translation.override(person.language or sender_language()):
            subject, body = _letter(event)
            queue_letter(
                to=person.email,
                user=person,
                subject=subject,
                body=body,
                action_label=_("See what was opened"),
                action_url=home_address(path),
                why=_("You are an administrator of this institution."),
                language=person.language or sender_language(),
                dedupe_key=f"visit-{event.pk}-{person.pk}",
            )


def _letter(event: Event) -> tuple[str, str]:
    said = {
        "name": event.data["name"],
        "at": _moment(event.at),
        "reason": event.data.get("reason", ""),
        "pages": event.data.get("pages", 0),
    }
    if event.kind == events.BEGUN:
        said["until"] = _moment(datetime.fromisoformat(event.data["until"]))
        return (
            _("An operator of the platform has come in: %(name)s") % said,
            _(
                "%(name)s, who helps to run the platform, entered your institution at %(at)s and may stay until "
                "%(until)s.\n\nReason given: %(reason)s\n\nEvery page they open is written in your log. You can end "
                "the visit there at any moment."
            )
            % said,
        )
    how = Ending(event.data["because"]).label
    return (
        _("The visit of %(name)s has ended") % said,
        _("It ended at %(at)s (%(how)s). Pages opened: %(pages)s. Your log says which.")
        % {**said, "how": how},
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
