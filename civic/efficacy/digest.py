"""The letter of what came of what somebody did: once a month or a quarter, only when something has, in portions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.efficacy.fates import Became, Fate, news_between
from civic.efficacy.models import Digest, DigestRound, DigestWish, Rhythm
from civic.efficacy.periods import By, Period, period_of
from civic.processes.kinds import Visibility
from civic.proposals.models import Proposal, Standing
from platform_core.accounts.models import User
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_language
from tenants import signing

SALT = "efficacy.digest"
URLS = "platform_core.project.urls_institution"
# In one transaction; and of one person, how many items are told of.
PORTION = 200
MOST_ITEMS = 12
# Not at midnight, and not any more when half a month has gone by.
HOUR, MIDNIGHT = time(9), time(0)
WORTH_TELLING = timedelta(days=14)
_BY = {Rhythm.MONTH: By.MONTH, Rhythm.QUARTER: By.QUARTER}


def wish_of(person: User) -> Rhythm:
    found = DigestWish.objects.filter(user=person).first()
    return Rhythm(found.rhythm) if found else Rhythm.QUARTER


def wish(*, person: User, rhythm: Rhythm) -> None:
    DigestWish.objects.update_or_create(user=person, defaults={"rhythm": rhythm})


def digest_token(person: User) -> str:
    return signing.dumps([person.pk], salt=SALT)


def read_digest_token(token: str) -> User | None:
    """Who wants no more of them; None for a token of another institution or none at all."""
    try:
        (pk,) = signing.loads(token, salt=SALT)
        return User.objects.get(pk=pk, withdrawn_at=None)
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError):
        return None


def write_digests(*, at: datetime, portions: int = 20) -> int:
    """Write the letters of the month and the quarter that ended last; returns how many were written now.

    At most so many portions: what is left over is written by the next call, and nobody gets two.
    """
    written = 0
    for rhythm, period in _due(at):
        DigestRound.objects.get_or_create(rhythm=rhythm, begins_on=period.begins)
        while portions > 0:
            portions -= 1
            many = write_portion(rhythm=rhythm, period=period, at=at)
            if many is None:
                break
            written += many
    return written


def _due(at: datetime) -> Iterator[tuple[Rhythm, Period]]:
    today = timezone.localdate(at)
    for rhythm, by in _BY.items():
        running = period_of(today, by)
        begins = _instant(running.begins, HOUR)
        if begins <= at < begins + WORTH_TELLING:
            yield rhythm, running.before


def _instant(day: date, hour: time = MIDNIGHT) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_current_timezone()).astimezone(UTC)


@transaction.atomic
def write_portion(*, rhythm: Rhythm, period: Period, at: datetime) -> int | None:
    """The next people by ascending id, and where the round stands, in one transaction. None: all are through."""
    held = DigestRound.objects.select_for_update().get(rhythm=rhythm, begins_on=period.begins)
    if held.finished_at is not None:
        return None
    people = list(_wanting(rhythm).filter(pk__gt=held.behind).order_by("pk")[:PORTION])
    written = _write_to(people, held, period, at) if people else 0
    held.behind = people[-1].pk if people else held.behind
    held.finished_at = None if len(people) == PORTION else at
    held.save(update_fields=["behind", "finished_at"])
    return written


def _wanting(rhythm: Rhythm) -> QuerySet[User]:
    """Who wants it so often, can be written to, and is no stand-in for somebody on paper."""
    chosen = DigestWish.objects.filter(rhythm=rhythm).values("user_id")
    wants = Q(pk__in=chosen)
    if rhythm == Rhythm.QUARTER:
        wants |= ~Q(pk__in=DigestWish.objects.values("user_id"))
    return User.objects.filter(wants, is_active=True, withdrawn_at=None).exclude(email="")


def _write_to(people: list[User], held: DigestRound, period: Period, at: datetime) -> int:
    told = set(Digest.objects.filter(round=held, user__in=people).values_list("user_id", flat=True))
    ends = _instant(period.ends)
    news = news_between([one.pk for one in people], _instant(period.begins), ends - timedelta(microseconds=1))
    titles = _titles({became.item for found in news.values() for became in found})
    written = 0
    for person in people:
        items = [one for one in news.get(person.pk, []) if one.item in titles]
        if items and person.pk not in told:
            Digest.objects.create(user=person, round=held, items=len(items), at=at)
            _write(person, items, titles, held, period)
            written += 1
    return written


def _titles(items: set[int]) -> dict[int, str]:
    """Of those that everybody can read: what was hidden meanwhile is told to nobody."""
    shown = Proposal.objects.filter(pk__in=items, standing=Standing.OPEN, visibility=Visibility.PUBLIC)
    return dict(shown.values_list("pk", "title"))


def _write(
    person: User, items: list[Became], titles: dict[int, str], held: DigestRound, period: Period
) -> None:
    with translation.override(person.language or sender_language()):
        lines = [f"· {Fate(one.fate).label}: {titles[one.item]}" for one in items[:MOST_ITEMS]]
        if len(items) > MOST_ITEMS:
            left = len(items) - MOST_ITEMS
            lines.append(
                ngettext("… and %(number)s more.", "… and %(number)s more.", left) % {"number": left}
            )
        lead = _("In %(period)s something came of what you proposed, supported or said:") % {
            "period": period.label
        }
        queue_letter(
            to=person.email,
            subject=_("What came of your taking part, %(period)s") % {"period": period.label},
            body="\n\n".join([lead, "\n".join(lines)]),
            action_label=_("See all of it"),
            action_url=home_address(reverse("portal:my_effect", urlconf=URLS)),
            why=_("You receive this because you took part. It comes only when something has happened."),
            unsubscribe_url=home_address(
                reverse("portal:digest_stop", args=[digest_token(person)], urlconf=URLS)
            ),
            language=person.language,
            user=person,
            dedupe_key=f"digest:{held.pk}:{person.pk}",
            optional=True,
        )
