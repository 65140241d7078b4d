"""Who took part in a debate is told when its result is published."""

from django.db.models import QuerySet
from django.urls import reverse

from civic.debates.models import Debate, Opinion
from civic.notifications.actions import tell
from civic.notifications.audience import News, data_of
from civic.notifications.models import NewsKind, Notification
from civic.proposals.models import Standing
from civic.results.models import ReportVersion
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to

# Of a crowd, how many are told in one transaction: a second or two of work.
PORTION = 1_000


def participants_of(debate: Debate) -> QuerySet[User]:
    """Everybody whose opinion or reply stands in it, by ascending id: a place to resume from."""
    spoke = Opinion.objects.filter(debate=debate, standing=Standing.OPEN).values("author_id")
    return User.objects.filter(pk__in=spoke, is_active=True, withdrawn_at=None).order_by("pk")


@listens_to("results.report.published")
def tell_participants_of_a_result(event: Event) -> Heard | None:
    """Portion by portion; who was told is not told again. Nobody, of an item that is hidden meanwhile."""
    version = (
        ReportVersion.objects.select_related("report__debate__item").filter(pk=event.subject_id or 0).first()
    )
    if version is None or version.report.debate.item.standing != Standing.OPEN:
        return None
    debate = version.report.debate
    path = reverse(
        "portal:result", args=[version.report_id], urlconf="platform_core.project.urls_institution"
    )
    news = News(NewsKind.RESULT, debate.item, data_of(event, path=path, number=version.number))
    told = Notification.objects.filter(event=event).values("user_id")
    left = participants_of(debate).exclude(pk=event.actor_id or 0).exclude(pk__in=told)
    portion = list(left[:PORTION])
    tell(event=event, news=news, people=portion, at=event.at)
    return Heard.IN_PART if len(portion) == PORTION else None
