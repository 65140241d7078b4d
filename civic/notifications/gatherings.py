"""What people who signed up for a gathering are told: a letter each, and members a notification as well.

Guests have no account, so they are told by mail only; whoever gave nothing but a number is called by staff.
"""

from django.db.models import QuerySet
from django.urls import reverse

from civic.gatherings.keeping import letter_key
from civic.gatherings.kinds import ALIVE, How
from civic.gatherings.letters import URLS, page_path, write_news
from civic.gatherings.models import Gathering, SignUp
from civic.notifications.audience import respondents_of, staff_in
from civic.notifications.models import NewsKind, Notification, Preference
from civic.notifications.unsubscribe import unsubscribe_token
from civic.people.models import Role
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to
from platform_core.outbound.models import OutboundMail

MINUTES = "gatherings.minutes.published"
TOLD_TO_ALL = ("gatherings.gathering.changed", "gatherings.gathering.cancelled", MINUTES)
TOLD_TO_ONE = ("gatherings.place.offered", "gatherings.signup.made")
# Of a crowd, how many are told in one transaction.
PORTION = 500


@listens_to(*TOLD_TO_ALL)
def tell_participants(event: Event) -> Heard | None:
    """Everybody who has a place or a turn, portion by portion. Idempotent: who was told is not told again."""
    gathering = Gathering.objects.filter(pk=event.subject_id or 0, destroyed_at=None).first()
    if gathering is None or (event.kind == "gatherings.gathering.changed" and not event.data.get("what")):
        return None
    portion = list(_not_told(event, gathering)[:PORTION])
    _tell_each(event, gathering, portion)
    return Heard.IN_PART if len(portion) == PORTION else None


@listens_to(*TOLD_TO_ONE)
def tell_one(event: Event) -> None:
    """Whose turn it is, or who has just signed up. Staff read a walk-in's place on the page, nobody writes to them."""
    found = SignUp.objects.select_related("gathering", "user").filter(
        pk=event.subject_id or 0, state__in=ALIVE, gathering__destroyed_at=None
    )
    signup = found.exclude(how=How.WALK_IN).first()
    if signup is not None and not _key_is_used(event, signup):
        _tell_each(event, signup.gathering, [signup], with_row=event.kind != "gatherings.signup.made")


@listens_to("gatherings.list.ending")
def remind_staff(event: Event) -> None:
    """Those who may still need the list: a row at the bell, no letter."""
    gathering = Gathering.objects.filter(pk=event.subject_id or 0, destroyed_at=None).first()
    if gathering is None:
        return
    own = User.objects.filter(pk__in=respondents_of(gathering.department_id), is_active=True)
    people = {one.pk: one for one in [*staff_in(Role.MODERATOR, Role.ADMINISTRATOR), *own]}
    path = reverse("desk:gathering", args=[gathering.pk], urlconf=URLS)
    _write_rows(event, gathering, list(people), path)


def _not_told(event: Event, gathering: Gathering) -> QuerySet[SignUp]:
    mark = letter_key(gathering.pk, f"event:{event.pk}:")
    mailed = OutboundMail.objects.filter(dedupe_key__startswith=mark).values_list("dedupe_key", flat=True)
    numbers = [int(key.removeprefix(mark)) for key in mailed if key]
    rowed = Notification.objects.filter(event=event).values("user_id")
    reached = SignUp.objects.filter(gathering=gathering, state__in=ALIVE).exclude(user=None, email="")
    # Of a NULL user nothing is known to be in a list: asked apart.
    told = reached.filter(user_id__in=rowed).values("pk")
    left = reached.exclude(pk__in=numbers).exclude(pk__in=told)
    return left.select_related("user", "gathering").order_by("pk")


def _tell_each(event: Event, gathering: Gathering, signups: list[SignUp], *, with_row: bool = True) -> None:
    members = [signup.user_id for signup in signups if signup.user_id]
    if with_row:
        _write_rows(event, gathering, members, page_path(gathering.pk))
    refused = _refused(members) if event.kind == MINUTES else set()
    for signup in signups:
        if signup.mail_address and signup.user_id not in refused:
            write_news(
                signup=signup,
                event=event.kind,
                mark=_mark(event, signup),
                reason=event.data.get("reason", ""),
                unsubscribe_url=_stop(signup) if event.kind == MINUTES else "",
            )


def _write_rows(event: Event, gathering: Gathering, people: list[int], path: str) -> None:
    data = {"event": event.kind, "title": gathering.title, "path": path}
    rows = [
        Notification(user_id=pk, event=event, kind=NewsKind.GATHERING, data=data, created_at=event.at)
        for pk in people
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def _refused(members: list[int]) -> set[int]:
    """Members who want no letter. That a gathering is cancelled is told all the same: somebody would travel."""
    said_no = Preference.objects.filter(user__in=members, kind=NewsKind.GATHERING, by_mail=False)
    return set(said_no.values_list("user_id", flat=True))


def _stop(signup: SignUp) -> str:
    if signup.user is None:
        return ""
    token = unsubscribe_token(signup.user, NewsKind.GATHERING)
    return str(institution_here().address(reverse("portal:unsubscribe", args=[token], urlconf=URLS)))


def _mark(event: Event, signup: SignUp) -> str:
    return f"event:{event.pk}:{signup.pk}"


def _key_is_used(event: Event, signup: SignUp) -> bool:
    key = letter_key(signup.gathering_id, _mark(event, signup))
    return OutboundMail.objects.filter(dedupe_key=key).exists()
