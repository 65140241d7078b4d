"""The verbs of moderation: the only writers of this room. What becomes of the thing itself is the journeys'."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from civic.moderation import rules
from civic.moderation.kinds import CLAIMED_FOR, AppealState, Listed, Reading
from civic.moderation.models import Appeal, Case, Decision, Policy, Report, Watched
from civic.moderation.things import Thing, item_of, kind_of
from civic.moderation.watching import pattern_of
from civic.restraints.models import Restraint
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record


def hold_case(pk: int) -> Case:
    """The bare row, locked, before anything it is about."""
    return Case.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def open_case(
    *, thing: Thing, cause: str, at: datetime, signals: tuple[str, ...] = (), is_held: bool = False
) -> Case:
    """The open case about it, held: a new one, or the one there is, which takes the signals in."""
    kind = kind_of(thing)
    case, new = Case.objects.get_or_create(
        kind=kind,
        thing=thing.pk,
        closed_at=None,
        defaults={
            "proposal_id": item_of(thing).pk,
            "author_id": thing.author_id,
            "cause": cause,
            "signals": sorted(signals),
            "is_held": is_held,
            "opened_at": at,
        },
    )
    case = hold_case(case.pk)
    if not new and (set(signals) - set(case.signals) or (is_held and not case.is_held)):
        case.signals = sorted({*case.signals, *signals})
        case.is_held = case.is_held or is_held
        case.save(update_fields=["signals", "is_held"])
    if new:
        told: dict[str, Any] = {"cause": str(cause), "signals": case.signals, "held": is_held}
        record("moderation.case.opened", case, at=at, proposal=case.proposal_id, about=kind.value, **told)
    return case


@transaction.atomic
def add_report(
    *, case: Case, ground: str, words: str, reporter: User | None, source: str, at: datetime
) -> bool:
    """False when this person, or a stranger from the same place, has reported it in this case."""
    known = Report.objects.filter(case=case)
    known = known.filter(reporter=reporter) if reporter else known.filter(reporter=None, source=source)
    if (reporter or source) and known.exists():
        return False
    report = Report.objects.create(
        case=case, ground=ground, words=words, reporter=reporter, source="" if reporter else source, at=at
    )
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    case.report_count += 1
    record("moderation.report.made", report, at=at, actor=reporter, case=case.pk, ground=str(ground))
    return True


@transaction.atomic
def claim(*, case: Case, by: User, at: datetime) -> bool:
    """Take it, so that no colleague does the same. False when somebody is at it. Raises Refused."""
    require(rules.may_moderate(by))
    free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_at__lte=at - CLAIMED_FOR)
    open_ones = Case.objects.filter(pk=case.pk, closed_at=None)
    return bool(open_ones.filter(free).update(claimed_by=by, claimed_at=at))


@transaction.atomic
def release(*, case: Case, by: User) -> bool:
    """Lay it back. False when it was not this person's."""
    return bool(
        Case.objects.filter(pk=case.pk, claimed_by=by, closed_at=None).update(
            claimed_by=None, claimed_at=None
        )
    )


def write_decision(
    *,
    case: Case,
    act: str,
    ground: str,
    words: str,
    by: User,
    at: datetime,
    restraint: Restraint | None = None,
) -> Decision:
    """In words and for ever; the case is closed. Whoever calls holds it, and has asked."""
    decision = Decision.objects.create(
        case=case,
        act=act,
        ground=ground,
        words=words,
        author_id=case.author_id,
        restraint=restraint,
        by=by,
        at=at,
    )
    Case.objects.filter(pk=case.pk, closed_at=None).update(
        closed_at=at, is_held=False, claimed_by=by, claimed_at=at
    )
    record(
        "moderation.decision.made",
        decision,
        at=at,
        actor=by,
        case=case.pk,
        act=str(act),
        ground=str(ground),
        reason=words,
        proposal=case.proposal_id,
        person=case.author_id,
    )
    return decision


def take_back(decision: Decision, at: datetime) -> bool:
    return bool(Decision.objects.filter(pk=decision.pk, reversed_at=None).update(reversed_at=at))


@transaction.atomic
def appeal(*, decision: Decision, words: str, by: User, at: datetime) -> Appeal:
    """Raises Refused."""
    held = Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    require(rules.may_appeal(by, held, at))
    made = Appeal.objects.create(decision=held, words=words, at=at)
    record("moderation.appeal.made", made, at=at, actor=by, decision=held.pk, decided_by=held.by_id)
    return made


def close_appeal(*, appeal: Appeal, state: AppealState, answer: str, by: User, at: datetime) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(state=state, answer=answer, decided_by=by, decided_at=at)
    record(
        "moderation.appeal.decided",
        appeal,
        at=at,
        actor=by,
        decision=appeal.decision_id,
        state=str(state),
        reason=answer,
        person=appeal.decision.author_id,
    )


@transaction.atomic
def set_policy(
    *,
    deed: str,
    reading: Reading,
    new_account_hours: int,
    notices_repeats: bool,
    hides_after_reports: int,
    by: User,
    at: datetime,
) -> None:
    """Raises Refused."""
    require(rules.may_set_policy(by))
    wishes = {
        "reading": str(reading),
        "new_account_hours": new_account_hours,
        "notices_repeats": notices_repeats,
        "hides_after_reports": hides_after_reports,
    }
    policy, _new = Policy.objects.update_or_create(
        deed=deed, defaults={**wishes, "changed_at": at, "changed_by": by}
    )
    record("moderation.policy.set", policy, at=at, actor=by, deed=str(deed), **wishes)


@transaction.atomic
def watch(*, kind: Listed, text: str, holds: bool, by: User, at: datetime) -> bool:
    """Look out for it from now on; False when it stands there like this already. Raises Refused."""
    require(rules.may_moderate(by))
    pattern = pattern_of(kind, text)
    row, new = Watched.objects.get_or_create(
        kind=kind,
        pattern=pattern,
        defaults={"text": text, "holds": holds, "added_at": at, "added_by": by},
    )
    changed = not new and bool(Watched.objects.filter(pk=row.pk, holds=not holds).update(holds=holds))
    if new or changed:
        record("moderation.watched.added", row, at=at, actor=by, listed=str(kind), holds=holds)
    return new or changed


@transaction.atomic
def stop_watching(*, watched: Watched, by: User, at: datetime) -> bool:
    """Raises Refused."""
    require(rules.may_moderate(by))
    gone, _kinds = Watched.objects.filter(pk=watched.pk).delete()
    if gone:
        record("moderation.watched.removed", watched, at=at, actor=by, listed=watched.kind)
    return bool(gone)
