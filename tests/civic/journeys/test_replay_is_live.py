"""What was lived through and what is replayed from its rows are the same history."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.core.cache import cache

from civic.answers.models import AnswerRequest
from civic.journeys.advance import advance
from civic.journeys.catching_up import catch_up, catch_up_with
from civic.journeys.clock import close_windows
from civic.journeys.propose import propose
from civic.journeys.settle import count_and_settle
from civic.journeys.simulating.history import read_own
from civic.processes.calendars import calendar_here
from civic.processes.document import parse_rules
from civic.processes.kinds import COUNTING, Counter, Deed
from civic.processes.models import Process, ProcessVersion
from civic.processes.simulating import Fate, replay
from civic.proposals.actions import Writing, write_comment
from civic.proposals.models import Dislike, Proposal, Support, SupportDelta, ThresholdCrossing
from civic.proposals.placing import month_of
from civic.proposals.tallies import tally_of
from platform_core.accounts.models import User

BEGIN = datetime(2026, 2, 10, 4, tzinfo=UTC)
PROPOSALS, PEOPLE, DAYS = 7, 16, 45
END = BEGIN + timedelta(days=3 * DAYS)
DEEDS = [Deed.SUPPORT] * 6 + [Deed.COMMENT] * 3 + [Deed.DISLIKE]
SAID = {Deed.SUPPORT: (Support, {"amount": 1}), Deed.DISLIKE: (Dislike, {"amount": 0, "dislike": 1})}
ANSWERS = {"department": {"days": 10, "unit": "working"}, "head": {"days": 20, "unit": "calendar"}}


def stage(key, days, gates, *, kind="gathering", counted_from="registration", **more):
    return {
        "key": key,
        "kind": kind,
        "window": {"days": days, "counted_from": counted_from},
        "gates": gates,
        **more,
    }


def gate(key, count, effects, counter="support", **more):
    return {"key": key, "when": {"counter": counter, "at_least": count}, "effects": effects, **more}


def number(counter, count):
    return {"counter": counter, "at_least": count}


MANY_AND_TALKED_ABOUT = {"all": [number("support", 2), number("comments", 1)]}
DISPUTED_OR_BROAD = {"any": [number("dislike", 2), number("participants", 6)]}
LATER = [{"key": "answering", "kind": "answering"}, {"key": "closed", "kind": "closed"}]
RULES = {
    "two thresholds": [
        stage(
            "gathering",
            20,
            [gate("answer", 4, ["owe_answer"], to="answering"), gate("head", 9, ["head_answers"])],
        )
    ],
    "endorsed first": [
        stage("endorsing", 8, [gate("enough", 3, [], to="gathering")], kind="endorsing"),
        stage(
            "gathering",
            12,
            [gate("answer", 7, ["owe_answer"], to="answering")],
            counted_from="entry",
            otherwise={"how": "hand_to_department", "to": "answering"},
        ),
    ],
    "talk and people": [
        stage(
            "gathering",
            15,
            [
                gate("talk", 3, ["owe_answer"], counter="comments", to="answering"),
                gate("people", 8, ["head_answers"], counter="participants"),
            ],
        )
    ],
    "several numbers at once": [
        stage(
            "first",
            9,
            [{**gate("enough", 0, []), "when": MANY_AND_TALKED_ABOUT, "to": "gathering"}],
            otherwise={"how": "go_on", "to": "gathering"},
        ),
        stage(
            "gathering",
            12,
            [
                {**gate("answer", 0, ["owe_answer"], to="answering"), "when": MANY_AND_TALKED_ABOUT},
                {**gate("head", 0, ["head_answers"]), "when": DISPUTED_OR_BROAD},
            ],
            counted_from="entry",
        ),
    ],
    "judged at the end": [
        stage(
            "gathering",
            15,
            [gate("answer", 5, ["owe_answer"], to="answering", judged="end")],
            otherwise={"how": "archive"},
        ),
    ],
    "the first two of a month": [
        stage(
            "gathering",
            20,
            [
                {
                    "key": "best",
                    "when": {"top": 2, "by": "support"},
                    "effects": ["owe_answer"],
                    "to": "answering",
                },
                gate("many", 12, ["head_answers"]),
            ],
        )
    ],
}


@pytest.fixture
def people(haneul):
    made = [User(email=f"live{n}@example.org", name=f"시민 {n}", password="!") for n in range(PEOPLE)]
    return User.objects.bulk_create(made)


@pytest.fixture
def process_of(haneul):
    def make(stages):
        document = {"format": 2, "stages": [*stages, *LATER], "answers": ANSWERS}
        document["counting"] = {"dislike": True}
        process = Process.objects.create(key="live", name="사는 절차")
        version = ProcessVersion.objects.create(
            process=process, number=1, document=document, digest="-", reason="-", published_at=BEGIN
        )
        process.current_version = version
        process.save()
        return process

    return make


def ends_of(proposal):
    return proposal.closes_at if proposal.stage in COUNTING else proposal.stage_ends_at


class Clock:
    """Comes by at every end that has come, in order, and at every end of a month; counts what was given at once."""

    def __init__(self):
        self.at = BEGIN

    def count(self, proposal, at):
        if not count_and_settle(at=at):
            advance(proposal=proposal, at=at, ends=False)

    def before(self, proposal, at):
        self.turn(at)

    def turn(self, until):
        while True:
            ends = [end for end in map(ends_of, Proposal.objects.exclude(stage="closed")) if end is not None]
            moments = {*ends, *(month_of(end)[1] for end in ends)}
            due = sorted(moment for moment in moments if self.at < moment <= until)
            if not due:
                return
            self.at = due[0]
            close_windows(at=self.at)


class NoWorker(Clock):
    """Counts nothing and comes by when everything is over. Who opens a page finds what is due all the same."""

    def count(self, proposal, at):
        pass

    def before(self, proposal, at):
        cache.clear()  # readers come by more often than people act here
        catch_up(proposal, at)
        catch_up_with(proposal, tally_of(proposal), at)

    def turn(self, until):
        for _stage in range(4):
            close_windows(at=until)


def live_through(process, people, chance, clock):
    """Proposals, supports, dislikes and comments, each at its time; what is not possible then does not happen."""
    proposed = []
    for number in range(PROPOSALS):
        at = BEGIN + timedelta(seconds=chance.randrange(10 * 86_400))
        writing = Writing(title=f"제안 {number}", body="본문", category=None)
        proposed.append(propose(author=people[number], writing=writing, at=at, process=process).pk)
    acts = []
    for pk in proposed:
        begin = Proposal.objects.get(pk=pk).submitted_at
        for person in chance.sample(people, chance.randrange(PEOPLE)):
            after = timedelta(seconds=chance.randrange(chance.choice([3, DAYS]) * 86_400))
            acts.append((begin + after, pk, person, chance.choice(DEEDS)))
    for at, pk, person, deed in sorted(acts, key=lambda act: act[0]):
        clock.before(Proposal.objects.get(pk=pk), at)
        proposal = Proposal.objects.get(pk=pk)
        if not proposal.permits(deed, at):
            continue
        if deed == Deed.COMMENT:
            write_comment(proposal=proposal, author=person, body="의견", at=at)
        else:
            of, delta = SAID[deed]
            of.objects.create(proposal=proposal, citizen=person, given_at=at)
            SupportDelta.objects.create(proposal_id=pk, **delta)
        clock.count(proposal, at)
    count_and_settle(at=END)
    clock.turn(END)
    return proposed


@pytest.mark.parametrize("clock", [Clock, NoWorker])
@pytest.mark.parametrize("name", RULES)
def test_the_replay_of_what_was_lived_through_is_what_was_lived_through(process_of, people, name, clock):
    """Also where no worker came by before the end: what was passed, owed and open when is the same."""
    process = process_of(RULES[name])
    numbers = live_through(process, people, Random(name), clock())
    rules = parse_rules(process.current_version.document)
    items = read_own(process, list(Counter), since=BEGIN)
    assert [item.pk for item in items] == numbers
    ways = replay(rules, items, calendar_here(), until=END)
    assert any(way.passed for way in ways)
    for item, way in zip(items, ways, strict=True):
        proposal = Proposal.objects.get(pk=item.pk)
        crossed = ThresholdCrossing.objects.filter(proposal=proposal).order_by("crossed_at")
        assert [(one.gate, one.at) for one in way.passed] == [
            (one.threshold, one.crossed_at) for one in crossed
        ]
        owed = AnswerRequest.objects.filter(proposal=proposal).order_by("opened_at", "pk")
        assert [(one.since, one.due_at) for one in way.owed] == [(one.opened_at, one.due_at) for one in owed]
        assert way.stage == proposal.item.stage
        assert (way.fate == Fate.EXPIRED and way.stage == "closed") == (proposal.stage == "closed")
