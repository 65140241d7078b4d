"""What people are told of votes: that one opened, and what came of it. Never what anybody chose."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from civic.ballots.models import Ballot, Voter
from civic.notifications.actions import tell
from civic.notifications.audience import News, data_of
from civic.notifications.following import followers_of
from civic.notifications.models import NewsKind, Notification
from civic.proposals.models import Proposal, Standing
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to

OPENED, COUNTED = "ballots.ballot.opened", "ballots.ballot.counted"
# Of a crowd, how many are told in one transaction.
PORTION = 1_000


@listens_to(OPENED, COUNTED)
def tell_everybody_concerned(event: Event) -> Heard | None:
    """Who wrote or supported what is voted on, and in the end whoever voted; portion by portion, each once."""
    ballot = Ballot.objects.select_related("item").filter(pk=event.subject_id or 0).first()
    if ballot is None or (not ballot.is_joint and ballot.item.standing != Standing.OPEN):
        return None
    path = reverse("portal:ballot", args=[ballot.pk], urlconf="platform_core.project.urls_institution")
    told = Notification.objects.filter(event=event).values("user_id")
    room = PORTION
    for item, audience in _audiences(ballot, event):
        people = list(audience.exclude(pk=event.actor_id or 0).exclude(pk__in=told)[:room])
        tell(
            event=event,
            news=News(NewsKind.VOTED, item, data_of(event, path=path)),
            people=people,
            at=event.at,
        )
        room -= len(people)
        if room <= 0:
            return Heard.IN_PART
    return None


def _audiences(ballot: Ballot, event: Event) -> Iterator[tuple[Proposal, QuerySet[User]]]:
    for item in _items(ballot):
        yield item, followers_of(item)
    if event.kind == COUNTED:
        voted = Voter.objects.filter(ballot=ballot).values("person_id")
        yield ballot.item, User.objects.filter(pk__in=voted, is_active=True, withdrawn_at=None).order_by("pk")


def _items(ballot: Ballot) -> list[Proposal]:
    """What it decides about, as far as it is shown."""
    if not ballot.is_joint:
        return [ballot.item]
    stands = Proposal.objects.filter(options__ballot=ballot, standing=Standing.OPEN)
    return list(stands.order_by("pk"))
