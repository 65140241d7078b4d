"""명단의 보존과 파기: until when the list exists, and what is left when it is gone (개인정보 보호법 제21조)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from civic.gatherings import rules
from civic.gatherings.kinds import State
from civic.gatherings.models import Destruction, Export, Gathering, SignUp
from civic.gatherings.places import hold
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.models import OutboundMail

WHAT = ["name", "account", "email", "phone", "answers", "codes", "letters"]
# Staff hear of it so long before, so that what they still need is done in time.
REMINDED_BEFORE = timedelta(days=7)


def letter_key(gathering_id: int, rest: str) -> str:
    """How letters about a gathering are marked, so that they go with its list."""
    return f"gathering:{gathering_id}:{rest}"


@transaction.atomic
def note_export(*, gathering: Gathering, reason: str, by: User, at: datetime) -> list[SignUp]:
    """The list in its order, for a file; that it left the house is written down first. Raises Refused."""
    held = hold(gathering)
    require(rules.may_export(by, held))
    people = SignUp.objects.filter(gathering=held).exclude(state=State.UNCONFIRMED)
    rows = list(people.select_related("user").order_by("turn", "pk"))
    Export.objects.create(gathering=held, at=at, by=by, reason=reason, rows=len(rows))
    record("gatherings.list.exported", held, at=at, actor=by, reason=reason, rows=len(rows))
    return rows


@transaction.atomic
def destroy_list(*, gathering: Gathering, by: User | None = None, at: datetime) -> Destruction | None:
    """Names, contacts, accounts, answers and codes are erased; counts stay. None when it was done before.

    `by`: staff who do it earlier than promised. Raises Refused.
    """
    held = hold(gathering)
    if held.destroyed_at is not None or held.kept_until is None:
        return None
    if by is not None:
        require(rules.may_destroy(by, held, at))
    people = SignUp.objects.filter(gathering=held)
    people.filter(state=State.UNCONFIRMED).delete()
    letters, _each = OutboundMail.objects.filter(dedupe_key__startswith=letter_key(held.pk, "")).delete()
    erased = people.update(
        name="", email="", phone="", user=None, answers=[], key=None, code=None, entered_by=None
    )
    held.destroyed_at = at
    held.save(update_fields=["destroyed_at"])
    done = Destruction.objects.create(
        gathering=held,
        at=at,
        what=WHAT,
        people=erased,
        letters=letters,
        kept_until=held.kept_until,
        consent_version=held.consent_version,
        by=by,
    )
    record("gatherings.list.destroyed", held, at=at, actor=by, people=erased, letters=letters)
    return done


def due_lists(*, at: datetime, limit: int = 50) -> QuerySet[Gathering]:
    """Whose last day has passed here, the oldest first."""
    return _kept().filter(kept_until__lt=localdate(at)).order_by("kept_until")[:limit]


def remind_of_ending_lists(*, at: datetime, limit: int = 50) -> int:
    """The clock: staff are told a week before, once; returns of how many."""
    soon = _kept().filter(kept_until__lte=localdate(at + REMINDED_BEFORE), reminded_at=None)
    return sum(_remind(gathering, at) for gathering in soon.order_by("kept_until")[:limit])


@transaction.atomic
def _remind(gathering: Gathering, at: datetime) -> bool:
    told = Gathering.objects.filter(pk=gathering.pk, reminded_at=None).update(reminded_at=at)
    if not told or not SignUp.objects.filter(gathering=gathering).exists() or gathering.kept_until is None:
        return False
    record("gatherings.list.ending", gathering, at=at, kept_until=gathering.kept_until.isoformat())
    return True


def _kept() -> QuerySet[Gathering]:
    return Gathering.objects.filter(destroyed_at=None, takes_signups=True, kept_until__isnull=False)
