"""How people are named to others was changed: news that was told before names nobody as they were named then."""

from civic.notifications.models import NewsKind, Notification
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to

PORTION = 2_000


@listens_to("privacy.names.chosen")
def take_names_out_of_news(event: Event) -> Heard | None:
    """Portion by portion; a second run finds nothing left to do."""
    told = Notification.objects.filter(kind=NewsKind.COMMENTED, created_at__lte=event.at)
    named = list(told.exclude(data__name="").filter(data__has_key="name").order_by("pk")[:PORTION])
    for one in named:
        one.data["name"] = ""
    Notification.objects.bulk_update(named, ["data"], batch_size=500)
    return Heard.IN_PART if len(named) == PORTION else None
