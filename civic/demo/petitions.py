"""A second process beside the first: petitions that are checked, supported and answered by the head."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from civic.answers.models import AnswerRequest, State
from civic.demo.cast import Cast
from civic.demo.staging import Stage, Story
from civic.demo.stories import Example
from civic.demo.telling import answered_by, give_supports, reported, talk
from civic.journeys.advance import advance, decide, refuse
from civic.journeys.answer import assign
from civic.processes.actions import publish_rules
from civic.processes.kinds import Outcome
from civic.processes.models import Process, ProcessVersion
from civic.processes.presets import preset
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Ending, Proposal

Telling = tuple[Callable[..., Proposal], str, Story]


def most_petitioners(example: Example) -> int:
    """So many people support the most supported petition."""
    if example.petition is None:
        return 0
    threshold = _threshold(example.petition["process"])
    return max(round(story.get("support", 0) * threshold) for story in example.petition["proposal"])


def open_petitions(example: Example, cast: Cast, at: datetime) -> list[Telling]:
    """The process, open long before its first story; and its stories, to be told among the others."""
    if example.petition is None:
        return []
    told, stories = example.petition["process"], example.petition["proposal"]
    began = at - timedelta(days=max(story["days_ago"] for story in stories) + 30)
    version = _published(told, cast, began)
    telling = partial(tell_petition, version=version, threshold=_threshold(told))
    return [(telling, story["stage"], story) for story in stories]


def _published(told: dict[str, Any], cast: Cast, began: datetime) -> ProcessVersion:
    document = deepcopy(preset(told["preset"]).document)
    for stage in document["stages"]:
        label = told.get("labels", {}).get(stage["kind"])
        if label:
            stage["label"] = {**stage["label"], "ko": label}
    process = Process.objects.create(
        key=told["key"], name=told["name"], summary=told["summary"], track=document["track"], position=1
    )
    return publish_rules(
        process=process, document=document, reason=told["reason"], by=cast.administrator, at=began
    )


def _threshold(told: dict[str, Any]) -> int:
    gates = [gate for stage in preset(told["preset"]).document["stages"] for gate in stage.get("gates", [])]
    return int(gates[0]["when"]["at_least"])


def tell_petition(
    kind: str, story: Story, stage: Stage, *, version: ProcessVersion, threshold: int
) -> Proposal:
    """Let one petition happen up to its `kind` of stage, by the same verbs as in life."""
    chance = Random(story["key"])  # noqa: S311  (the same demo every time)
    cast = stage.cast
    submitted = stage.ago(story["days_ago"], chance)
    writing = Writing(story["title"], story["body"].strip(), cast.categories[story["category"]])
    author = cast.citizens[story["author"]]
    petition = submit_proposal(author=author, writing=writing, version=version, at=submitted)
    if kind == "screening":
        return petition
    if story.get("closed_as") == Ending.REFUSED:
        return _refused(petition, story, stage, submitted, chance)
    _accepted(
        petition, stage, stage.at_the_office(submitted + timedelta(days=story["accepted_after"]), chance)
    )
    _supported(petition, story, stage, round(story["support"] * threshold), chance)
    talk(petition, story, stage, chance)
    if kind != "gathering" and story.get("closed_as") != Ending.NOT_ENOUGH_SUPPORT:
        _answered(petition, story, stage, chance)
    return petition


def _refused(petition: Proposal, story: Story, stage: Stage, submitted: datetime, chance: Random) -> Proposal:
    at = stage.at_the_office(submitted + timedelta(days=story["refused_after"]), chance)
    refuse(
        proposal=petition, code=story["code"], reason=story["refused_reason"], by=stage.cast.moderator, at=at
    )
    return petition


def _accepted(petition: Proposal, stage: Stage, at: datetime) -> None:
    decide(proposal=petition, outcome=Outcome.ACCEPTED, reason="", by=stage.cast.moderator, at=at)
    petition.refresh_from_db()


def _supported(petition: Proposal, story: Story, stage: Stage, wanted: int, chance: Random) -> None:
    """Until the story's own next moment; then the rules say what follows."""
    over_at = petition.closes_at or stage.now
    reached = (
        stage.ago(story["stage_days_ago"], chance)
        if story.get("support", 0) >= 1 and "stage_days_ago" in story
        else over_at
    )
    last = min(
        stage.now, over_at - timedelta(minutes=1), max(reached, petition.stage_entered_at + timedelta(days=5))
    )
    give_supports(petition, wanted, stage, chance, since=petition.stage_entered_at, until=last)
    at = last if story["support"] >= 1 else min(stage.now, over_at)
    advance(proposal=petition, at=at)
    petition.refresh_from_db()


def _answered(petition: Proposal, story: Story, stage: Stage, chance: Random) -> None:
    """The head answers; a department prepares it and carries it out."""
    request = AnswerRequest.objects.get(proposal=petition, state=State.OPEN)
    department = stage.cast.departments[story["department"]]
    at = stage.at_the_office(request.opened_at + timedelta(days=1), chance)
    assign(request=request, department=department, by=stage.cast.moderator, at=at)
    if "answer" not in story:
        return
    request.refresh_from_db()
    answered_by(stage.cast.administrator, request, story, stage, chance)
    petition.refresh_from_db()
    reported(petition, story, stage, chance, by=stage.cast.moderator)
