"""Letting a story happen: the same verbs as in life, with the moments in which they would have happened."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from civic.answers.actions import Reply, extend_due_date
from civic.answers.due import due_after
from civic.answers.models import AnswerRequest, State, Verdict
from civic.demo.scenes.carrying import planned, stepped
from civic.demo.staging import Stage, Story
from civic.execution.models import ProgressKind
from civic.journeys.answer import answer, assign, rescue
from civic.journeys.carry_out import report
from civic.journeys.settle import settle
from civic.processes.kinds import DayUnit, StageKind
from civic.processes.models import ProcessVersion
from civic.proposals.actions import Writing, close_proposal, submit_proposal, withdraw_proposal, write_comment
from civic.proposals.models import Comment, Ending, Proposal, ProposalStat, Support
from platform_core.accounts.models import User


def supporters_needed(story: Story, version: ProcessVersion) -> int:
    return max(0, round(story["support"] * version.rules.first_threshold.count))


def tell(kind: str, story: Story, stage: Stage) -> Proposal:
    """Let one story happen up to its `kind` of stage."""
    chance = Random(story["key"])  # noqa: S311  (the same demo every time)
    cast = stage.cast
    author = _author(story, stage)
    submitted = stage.ago(story["days_ago"], chance)
    writing = Writing(story["title"], story["body"].strip(), cast.categories[story["category"]])
    proposal = submit_proposal(author=author, writing=writing, version=stage.version, at=submitted)
    count = _support(proposal, story, stage, chance)
    talk(proposal, story, stage, chance)
    STEPS[kind](proposal, story, stage, count, chance)
    return proposal


def _author(story: Story, stage: Stage) -> User:
    return stage.cast.citizens[story["author"]]


def _support(proposal: Proposal, story: Story, stage: Stage, chance: Random) -> int:
    wanted = supporters_needed(story, stage.version)
    until = min(stage.now, proposal.closes_at or stage.now)
    give_supports(proposal, wanted, stage, chance, since=proposal.submitted_at, until=until)
    return wanted


def give_supports(
    proposal: Proposal, wanted: int, stage: Stage, chance: Random, *, since: datetime, until: datetime
) -> None:
    """So many of the crowd, at any moment between the two; counted, as if the worker had come by."""
    people = chance.sample([p for p in stage.cast.crowd if p.pk != proposal.author_id], wanted)
    span = (until - since).total_seconds()
    given = sorted(since + timedelta(seconds=chance.random() * span) for _ in people)
    Support.objects.bulk_create(
        Support(proposal=proposal, citizen=person, given_at=at)
        for person, at in zip(people, given, strict=True)
    )
    ProposalStat.objects.filter(proposal=proposal).update(support_count=wanted)


def talk(proposal: Proposal, story: Story, stage: Stage, chance: Random) -> None:
    said: list[Comment] = []
    for line in story.get("comment", []):
        at = max(stage.ago(line["days_ago"], chance), proposal.submitted_at + timedelta(minutes=5))
        parent = said[line["reply_to"]] if "reply_to" in line else None
        who: User = stage.cast.citizens[line["by"]]
        said.append(write_comment(proposal=proposal, author=who, body=line["text"], at=at, parent=parent))


def _taken_up(proposal: Proposal, story: Story, stage: Stage, count: int, at: datetime) -> AnswerRequest:
    """By its supporters, or by the committee where they were too few."""
    at = max(at, proposal.submitted_at + timedelta(hours=1))
    settle(proposal=proposal, count=count, at=at)
    if proposal.stage == StageKind.GATHERING:
        ground = next(iter(proposal.rules.rescuing.grounds), "")
        rescue(
            proposal=proposal,
            ground=ground,
            reason=story["rescued_reason"],
            by=stage.cast.moderator,
            at=at,
        )
    proposal.refresh_from_db()
    return AnswerRequest.objects.get(proposal=proposal, state=State.OPEN)


def _gather(proposal: Proposal, story: Story, stage: Stage, count: int, chance: Random) -> None:
    """Support goes on: nothing else has happened yet."""


def _review(proposal: Proposal, story: Story, stage: Stage, count: int, chance: Random) -> None:
    _taken_up(proposal, story, stage, count, stage.ago(story["stage_days_ago"], chance))


def _await_answer(proposal: Proposal, story: Story, stage: Stage, count: int, chance: Random) -> None:
    entered = stage.ago(story["stage_days_ago"], chance)
    request = _taken_up(proposal, story, stage, count, entered - timedelta(days=1))
    request = _assigned(request, story, stage, entered)
    if transfer := story.get("transfer"):
        assign(
            request=request,
            department=stage.cast.departments[transfer["to"]],
            by=stage.cast.moderator,
            at=max(stage.ago(transfer["days_ago"], chance), entered + timedelta(hours=1)),
            reason=transfer["reason"],
        )
    if extension := story.get("extension"):
        by = stage.cast.respondents[story["department"]]
        to_due_at = due_after(request.due_at, extension.get("working_days", 10), DayUnit.WORKING)
        at = max(stage.ago(extension["days_ago"], chance), entered + timedelta(hours=2))
        extend_due_date(request=request, to_due_at=to_due_at, reason=extension["reason"], by=by, at=at)
    if story.get("answer"):
        _answered(request, story, stage, chance)


def _carry_out(proposal: Proposal, story: Story, stage: Stage, count: int, chance: Random) -> None:
    replied = stage.ago(story["answer"]["days_ago"], chance)
    crossed = proposal.submitted_at + (replied - proposal.submitted_at) / 3
    request = _taken_up(proposal, story, stage, count, crossed)
    request = _assigned(request, story, stage, stage.at_the_office(crossed + timedelta(days=1), chance))
    _answered(request, story, stage, chance)
    reported(proposal, story, stage, chance)


def reported(proposal: Proposal, story: Story, stage: Stage, chance: Random, by: User | None = None) -> None:
    """What became of it, as far as the story tells; by its department unless somebody else is named."""
    replied = stage.ago(story["answer"]["days_ago"], chance)
    by = by or stage.cast.respondents[story["department"]]
    notes = story.get("progress", [])
    # The plan is published before anything else is told of it.
    first = max(stage.ago(notes[0]["days_ago"], Random(story["key"])) if notes else replied, replied)  # noqa: S311
    planned(proposal, story, stage, at=replied + (first - replied) / 2, by=by)
    for number, note in enumerate(notes, start=1):
        finished = story.get("closed_as") == Ending.CARRIED_OUT and number == len(notes)
        kind = ProgressKind(note["kind"])
        at = max(stage.ago(note["days_ago"], chance), replied + timedelta(minutes=number))
        if finished:
            stepped(proposal, story, stage, by)
        report(proposal=proposal, kind=kind, body=note["text"], by=by, at=at, finished=finished)
    if story.get("closed_as") != Ending.CARRIED_OUT:
        stepped(proposal, story, stage, by)


def _close(proposal: Proposal, story: Story, stage: Stage, count: int, chance: Random) -> None:
    match story["closed_as"]:
        case Ending.NOT_ENOUGH_SUPPORT:
            close_proposal(
                proposal=proposal,
                ending=Ending.NOT_ENOUGH_SUPPORT,
                at=min(proposal.closes_at or stage.now, stage.now),
                expected=StageKind.GATHERING,
            )
        case Ending.WITHDRAWN:
            at = stage.ago(story["stage_days_ago"], chance)
            write_comment(
                proposal=proposal, author=_author(story, stage), body=story["withdrawn_reason"], at=at
            )
            withdraw_proposal(proposal=proposal, at=at)
        case _:
            _carry_out(proposal, story, stage, count, chance)


def _assigned(request: AnswerRequest, story: Story, stage: Stage, at: datetime) -> AnswerRequest:
    assign(
        request=request,
        department=stage.cast.departments[story["department"]],
        by=stage.cast.moderator,
        at=at,
    )
    request.refresh_from_db()
    return request


def _answered(request: AnswerRequest, story: Story, stage: Stage, chance: Random) -> None:
    answered_by(stage.cast.respondents[story["department"]], request, story, stage, chance)


def answered_by(who: User, request: AnswerRequest, story: Story, stage: Stage, chance: Random) -> None:
    told = story["answer"]
    verdict = Verdict(told["verdict"])
    at = stage.at_the_office(
        max(stage.ago(told["days_ago"], chance), request.opened_at + timedelta(days=1)), chance
    )
    reply = Reply(
        verdict=verdict,
        body=told["text"].strip(),
        reason=told.get("reason", "").strip(),
        next_steps=told.get("next_steps", "").strip(),
        follow_up_on=_promised(told, at) if verdict == Verdict.STUDYING else None,
    )
    answer(request=request, reply=reply, by=who, at=min(at, stage.now))


def _promised(told: Story, at: datetime) -> date:
    return timezone.localtime(at + timedelta(days=told["follow_up_in_days"])).date()


STEPS: dict[str, Callable[[Proposal, Story, Stage, int, Random], None]] = {
    "gathering": _gather,
    "reviewing": _review,
    "answering": _await_answer,
    "carrying_out": _carry_out,
    "closed": _close,
}
