"""Administrators are told when too much comes at once, or when something is unusual."""

from django.urls import reverse

from civic.notifications.actions import tell
from civic.notifications.audience import News, staff_in
from civic.notifications.models import NewsKind
from civic.people.models import Role
from platform_core.events.models import Event
from platform_core.events.registry import listens_to

INSTITUTION = "platform_core.project.urls_institution"


@listens_to("abuse.stop.begun", "abuse.burst.noticed")
def tell_administrators(event: Event) -> None:
    path = reverse("desk:abuse_stops", urlconf=INSTITUTION)
    data = {"event": event.kind, "path": path, "title": " ", "counted": event.data.get("counted", 0)}
    people = staff_in(Role.ADMINISTRATOR)
    tell(event=event, news=News(NewsKind.OWED, None, data), people=people, at=event.at)
