"""의제선정: a committee, a meeting that was held with both of its votes, and the next one with who waits for it."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from civic.agenda.actions import (
    Seating,
    appoint,
    call_meeting,
    close_meeting,
    declare_conflict,
    found_committee,
    note_attendance,
    publish_minutes,
    schedule,
)
from civic.agenda.candidates import leave, put_forward
from civic.agenda.concluding import Plan
from civic.agenda.dissolving import dissolve_committee
from civic.agenda.models import (
    AgendaItem,
    Candidate,
    Choice,
    Committee,
    Conclusion,
    Meeting,
    Member,
    Presence,
    Round,
    State,
    Way,
)
from civic.agenda.voting import cast, close_vote, open_vote
from civic.debates.models import Debate
from civic.demo.scenes.discussing import discussed
from civic.demo.staging import Stage, Story
from civic.demo.stories import Example
from civic.journeys.agenda import conclude_item
from civic.processes.kinds import StageKind
from civic.processes.models import Process
from civic.proposals.models import Proposal

MINUTE = timedelta(minutes=1)
BEFORE_THE_ANSWER = (StageKind.GATHERING, StageKind.REVIEWING, StageKind.ANSWERING)


def deliberated(example: Example, stage: Stage) -> None:
    told = example.scene("agenda")
    if told is None:
        return
    committee = _founded(told, stage)
    if before := told.get("before"):
        _sat_before(before, committee, stage)
    _let_answered_ones_go(stage)
    _held(committee, told["held"], example, stage)
    _called(committee, told["next"], example, stage)


def _founded(told: dict[str, Any], stage: Stage) -> Committee:
    moderator, at = stage.cast.moderator, stage.morning(told["founded_days_ago"])
    facts = {name: told[name] for name in ("name", "purpose", "quorum", "majority", "again_at_most")}
    committee = found_committee(by=moderator, at=at, **facts)
    day = timezone.localdate(at)
    for row in told["member"]:
        user = stage.cast.citizens[row["citizen"]]
        seating = Seating(
            name=user.name,
            user=user,
            is_named=row.get("is_named", True),
            seat=row["seat"],
            sub_committee=None,
            sex=row["sex"],
            age=row["age"],
            region=row.get("region", ""),
            begins_on=day,
            ends_on=day + timedelta(days=730),
        )
        appoint(committee=committee, seating=seating, by=moderator, at=at)
    return committee


def _sat_before(told: dict[str, Any], committee: Committee, stage: Stage) -> None:
    at, moderator = committee.founded_at, stage.cast.moderator
    facts = {"majority": committee.majority, "quorum": committee.quorum, "again_at_most": 1}
    earlier = found_committee(
        name=told["name"],
        purpose=told["purpose"],
        by=moderator,
        at=at - timedelta(days=365 * told["years"]),
        **facts,
    )
    dissolve_committee(committee=earlier, reason=told["reason"], successor=committee, by=moderator, at=at)


def _let_answered_ones_go(stage: Stage) -> None:
    """What was answered before the committee met for the first time waits for nobody."""
    waiting = Candidate.objects.filter(state=State.WAITING).exclude(item__stage__in=BEFORE_THE_ANSWER)
    for one in waiting.select_related("item"):
        leave(item=one.item, reason="", at=stage.now)


def _candidate(key: str, reason: str, example: Example, stage: Stage, at: datetime) -> Candidate:
    item = Proposal.objects.get(title=example.title_of(key))
    known = Candidate.objects.filter(item=item).exclude(state=State.GONE).first()
    return known or put_forward(item=item, reason=reason, by=stage.cast.moderator, at=at)


def _meeting(committee: Committee, told: Story, stage: Stage, starts_at: datetime, at: datetime) -> Meeting:
    return call_meeting(
        committee=committee,
        title=told["title"],
        starts_at=starts_at,
        place=told["place"],
        note=told.get("note", ""),
        by=stage.cast.moderator,
        at=at,
    )


def _called(committee: Committee, told: Story, example: Example, stage: Stage) -> None:
    at = stage.now - timedelta(hours=20)
    starts_at = stage.morning(-told["in_days"]) + timedelta(hours=5)
    meeting = _meeting(committee, told, stage, starts_at, at)
    for key in told["items"]:
        candidate = _candidate(key, told["reason"], example, stage, at)
        schedule(meeting=meeting, candidate=candidate, by=stage.cast.moderator, at=at)


def _held(committee: Committee, told: Story, example: Example, stage: Stage) -> None:
    moderator = stage.cast.moderator
    at = stage.morning(told["days_ago"]) + timedelta(hours=5)
    meeting = _meeting(committee, told, stage, at, at - timedelta(days=8))
    items = {
        row["of"]: schedule(
            meeting=meeting,
            candidate=_candidate(row["of"], row["reason"], example, stage, at),
            by=moderator,
            at=at - timedelta(days=7),
        )
        for row in told["item"]
    }
    members = {one.user_id: one for one in Member.objects.filter(committee=committee)}
    seats = {key: members[user.pk] for key, user in stage.cast.citizens.items() if user.pk in members}
    there = {one.pk: Presence.PRESENT for one in seats.values()}
    there |= {seats[key].pk: Presence.EXCUSED for key in told.get("excused", [])}
    note_attendance(meeting=meeting, presences=there, by=moderator, at=at + 5 * MINUTE)
    for number, row in enumerate(told["item"], start=1):
        _decided(items[row["of"]], row, seats, there, stage, at + 30 * number * MINUTE)
    close_meeting(meeting=meeting, by=moderator, at=at + timedelta(hours=2))
    publish_minutes(
        meeting=meeting,
        minutes=told["minutes"].strip(),
        by=moderator,
        at=min(at + timedelta(days=3), stage.now),
    )


def _decided(
    item: AgendaItem,
    row: Story,
    seats: dict[str, Member],
    there: dict[int, Presence],
    stage: Stage,
    at: datetime,
) -> None:
    out = row.get("conflict", {})
    if out:
        declare_conflict(item=item, member=seats[out["citizen"]], reason=out["reason"], at=at)
    voting = [
        one for key, one in seats.items() if there[one.pk] == Presence.PRESENT and key != out.get("citizen")
    ]
    for round_, numbers in ((Round.FIRST, row["first"]), (Round.FINAL, row["final"])):
        _voted(item, round_, numbers, voting, stage, at)
        at += 12 * MINUTE
    conclude_item(
        item=item,
        conclusion=Conclusion(row["conclusion"]),
        reason=row["reason"],
        by=stage.cast.moderator,
        at=at,
        plan=_plan(row, at),
    )
    if debated := row.get("debate"):
        held = Candidate.objects.get(pk=item.candidate_id).outcome
        debate = Debate.objects.get(item=held)
        discussed(debate, debated, stage, Random(row["of"]))  # noqa: S311


def _voted(
    item: AgendaItem, round_: Round, numbers: list[int], voting: list[Member], stage: Stage, at: datetime
) -> None:
    """`numbers`: in favour, against, abstained; together whoever may vote."""
    moderator = stage.cast.moderator
    vote = open_vote(item=item, round=round_, way=Way.HERE, by=moderator, at=at)
    choices = [choice for choice, count in zip(Choice, numbers, strict=True) for _one in range(count)]
    for member, choice in zip(voting, choices, strict=True):
        assert member.user is not None
        cast(vote=vote, person=member.user, choice=choice, at=at + MINUTE)
    close_vote(vote=vote, by=moderator, at=at + 5 * MINUTE)


def _plan(row: Story, at: datetime) -> Plan:
    if row["conclusion"] != Conclusion.ACCEPTED:
        return Plan()
    return Plan(
        question=row["question"],
        form=row["form"],
        opens_on=timezone.localdate(at),
        process=Process.objects.get(key=row["process"]),
    )
