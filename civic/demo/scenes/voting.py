"""투표: what a city puts to the vote, with many who have voted; running, or counted and carried out."""

from datetime import datetime, timedelta
from random import Random

from civic.ballots.models import Ballot, Option, Voter
from civic.ballots.options import Writing as OptionWriting
from civic.ballots.options import add_option, change_option
from civic.demo.scenes.drawing import drawn
from civic.demo.scenes.processes import published_process
from civic.demo.staging import Stage, Story
from civic.demo.stories import Example
from civic.journeys.advance import advance, decide
from civic.journeys.ballot import vote
from civic.journeys.ballot_leading import approve_ballot, open_joint_ballot, prepare_ballot
from civic.journeys.begin import begin_item
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Means
from civic.processes.kinds import Outcome
from civic.processes.models import Process, ProcessVersion
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal, StageMove
from platform_core.accounts.models import User
from platform_core.files.taking import TakenIn

OPEN_BEFORE = timedelta(days=60)


def voted(example: Example, stage: Stage) -> None:
    told = example.scene("ballots")
    if told is None:
        return
    process = published_process(
        told["process"],
        stage.cast.administrator,
        stage.now - OPEN_BEFORE,
        position=told["process"]["position"],
    )
    for story in told["ballot"]:
        _held(story, stage, process)


def _held(story: Story, stage: Stage, process: Process) -> None:
    """`days_ago` it was opened; `until`: running, or counted, for which its days are set back afterwards."""
    chance = Random(story["key"])  # noqa: S311  (the same demo every time)
    ballot = _among_ideas(story, stage, process) if "idea" in story else _of_question(story, stage, process)
    options = list(ballot.options.all())
    for person in chance.sample(stage.cast.crowd, min(story["voters"], len(stage.cast.crowd))):
        _confirmed(person, stage)
        if chosen := _choice(ballot, options, story, chance):
            vote(ballot=ballot, person=person, chosen=chosen)
    _set_back(ballot, stage.morning(story["days_ago"]), stage, chance)
    if story.get("until") == "counted":
        for item in _items(ballot):
            advance(proposal=item, at=Ballot.objects.get(pk=ballot.pk).closes_at or stage.now)


def _among_ideas(story: Story, stage: Stage, process: Process) -> Ballot:
    """Citizens' ideas that were found fit, together on one ballot."""
    version = current_version(process.key)
    ideas = [_idea(one, stage, version, story["days_ago"]) for one in story["idea"]]
    moderator, at = stage.cast.moderator, stage.now - timedelta(hours=1)
    ballot = prepare_ballot(
        item=ideas[0], is_joint=True, question=story["question"], lead=story["lead"], by=moderator, at=at
    )
    for option, told in zip(ballot.options.all(), story["idea"], strict=True):
        change_option(
            option=option, writing=_writing(told, stage), picture=_picture(told), by=moderator, at=at
        )
    approve_ballot(ballot=ballot, by=moderator, at=at)
    return open_joint_ballot(ballot=ballot, by=moderator, at=at)


def _idea(told: Story, stage: Stage, version: ProcessVersion, days: float) -> Proposal:
    at = stage.morning(days + told.get("before", 20))
    made = submit_proposal(
        author=stage.cast.citizens[told["by"]],
        writing=Writing(told["title"], told["text"], stage.cast.categories[told["category"]]),
        version=version,
        at=at,
    )
    decide(
        proposal=made,
        outcome=Outcome.ACCEPTED,
        reason="",
        by=stage.cast.moderator,
        at=stage.morning(days + 5),
    )
    return made


def _of_question(story: Story, stage: Stage, process: Process) -> Ballot:
    """A question of the institution, for or against or with options."""
    moderator = stage.cast.moderator
    at = stage.now - timedelta(hours=1)
    item = begin_item(
        process=process,
        writing=Writing(story["question"], story["text"], stage.cast.categories[story["category"]]),
        department=stage.cast.departments[story["department"]],
        by=moderator,
        at=at,
    )
    ballot = prepare_ballot(
        item=item, question=story["question"], lead=story["lead"], kind=story["kind"], by=moderator, at=at
    )
    for told in story.get("option", []):
        add_option(ballot=ballot, writing=_writing(told, stage), picture=_picture(told), by=moderator, at=at)
    return approve_ballot(ballot=ballot, by=moderator, at=at)


def _writing(told: Story, stage: Stage) -> OptionWriting:
    return OptionWriting(
        title=told["title"],
        description=told["text"],
        cost=told.get("cost"),
        place=told.get("place", ""),
        department=stage.cast.departments.get(told.get("department", "")),
        alt=told.get("alt", ""),
    )


def _picture(told: Story) -> TakenIn | None:
    return drawn(told["title"], told["scene"], seed=told["title"]) if "scene" in told else None


def _confirmed(person: User, stage: Stage) -> None:
    confirm_person(
        person=person,
        kinds=(Confirmed.IDENTITY, Confirmed.RESIDES, Confirmed.AGE),
        full_years=40,
        means=Means.IN_PERSON,
        by=stage.cast.administrator,
        at=stage.now - timedelta(hours=1),
    )


def _choice(ballot: Ballot, options: list[Option], story: Story, chance: Random) -> list[int]:
    """A few of them, more often those that weigh more, as far as the money reaches."""
    weights, chosen = story["weights"], list[Option]()
    for option in chance.choices(options, weights=weights, k=ballot.choices):
        cost = sum(one.cost or 0 for one in chosen) + (option.cost or 0)
        if option not in chosen and (not ballot.sum or cost <= ballot.sum):
            chosen.append(option)
    return [one.pk for one in chosen]


def _items(ballot: Ballot) -> list[Proposal]:
    if not ballot.is_joint:
        return [Proposal.objects.get(pk=ballot.item_id)]
    return list(Proposal.objects.filter(options__ballot=ballot).order_by("pk"))


def _set_back(ballot: Ballot, opened_at: datetime, stage: Stage, chance: Random) -> None:
    """By the database's clock everybody has voted today: the demo tells it over the days it ran."""
    now = Ballot.objects.get(pk=ballot.pk)
    assert now.opened_at is not None and now.closes_at is not None
    shift = (now.opened_at - opened_at) // timedelta(days=1) * timedelta(days=1)
    closes_at = now.closes_at - shift
    Ballot.objects.filter(pk=ballot.pk).update(opened_at=opened_at, closes_at=closes_at)
    for item in _items(ballot):
        Proposal.objects.filter(pk=item.pk).update(stage_ends_at=closes_at)
        StageMove.objects.filter(proposal=item, stage_key=ballot.stage_key).update(ends_at=closes_at)
    last = min(closes_at, stage.now)
    for row in Voter.objects.filter(ballot=ballot):
        Voter.objects.filter(pk=row.pk).update(at=opened_at + chance.random() * (last - opened_at))
