"""Two things at one instant: a person who speaks twice, a moderator who hides, a debate that ends."""

from datetime import timedelta

from django.utils import timezone

from civic.debates.counting import numbers_of, recount_all
from civic.debates.models import CurrentVote, Debate, Opinion
from civic.journeys.clock import close_windows
from civic.journeys.debate import hide_opinion, opine, show_opinion
from civic.journeys.steps import owe_from_the_beginning
from civic.people.models import Role, StaffRole
from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Origin, Proposal, StageResult
from platform_core.access import Refused
from tests.civic.debates.conftest import rules_of_debate
from tests.civic.proposals.test_counting_under_load import at_once, people

MORE_FOR = {
    "key": "passed",
    "when": {"part": "in_favour", "of": "votes", "more_than": "1/2"},
    "to": "answering",
}


def begun() -> Debate:
    process = Process.objects.create(key="other", name="다른 절차")
    at = timezone.now()
    version = publish_rules(
        process=process, document=rules_of_debate(MORE_FOR), reason="처음", by=None, at=at
    )
    item = submit_proposal(
        author=None,
        writing=Writing("자전거도로를 넓힐까요?", "묻습니다"),
        version=version,
        at=at,
        origin=Origin.INSTITUTION,
    )
    owe_from_the_beginning(item, at)
    return Debate.objects.select_related("item").get(item=item)


def test_eight_opinions_of_one_person_are_one_vote_and_the_last_written(fresh_institution):
    debate, [citizen] = begun(), people(1)
    sides = ["pro", "con", "other"] * 8
    at_once(
        fresh_institution,
        [
            lambda side=side, n=n: opine(
                debate=debate, author=citizen, side=side, body=f"{n}", at=timezone.now()
            )
            for n, side in enumerate(sides)
        ],
    )
    last = Opinion.objects.order_by("-pk").first()
    assert Opinion.objects.count() == len(sides)
    assert CurrentVote.objects.get().opinion_id == last.pk
    numbers = numbers_of(debate)
    assert (numbers.participants, numbers.votes, getattr(numbers, last.side)) == (1, 1, 1)
    assert recount_all(at=timezone.now()) == []


def test_hiding_and_showing_while_everybody_votes_ends_exact(fresh_institution):
    debate = begun()
    moderator, *citizens = people(9)
    StaffRole.objects.create(user=moderator, role=Role.MODERATOR)
    given = [opine(debate=debate, author=one, side="pro", body="처음", at=timezone.now()) for one in citizens]

    def talk(one):
        opine(debate=debate, author=one, side="con", body="다시", at=timezone.now())

    def moderate(opinion):
        at = timezone.now()
        hide_opinion(opinion=opinion, reason="까닭", by=moderator, at=at)
        return show_opinion(opinion=opinion, by=moderator, at=at)

    jobs = [lambda one=one: talk(one) for one in citizens]
    jobs += [lambda one=one: moderate(one) for one in given]
    at_once(fresh_institution, jobs)
    numbers = numbers_of(debate)
    assert (numbers.pro, numbers.con, numbers.participants, numbers.opinions) == (0, 8, 8, 16)
    assert recount_all(at=timezone.now()) == []


def test_whoever_is_heard_at_the_end_is_in_the_result_and_nobody_else(fresh_institution):
    debate = begun()
    citizens = people(24)
    last = debate.closes_at - timedelta(microseconds=1)

    def talk(one):
        try:
            opine(debate=debate, author=one, side="pro", body="", at=last)
        except Refused as refusal:
            assert refusal.verdict.code == "debate_over"
            return False
        return True

    jobs = [lambda one=one: talk(one) for one in citizens]
    jobs.insert(12, lambda: close_windows(at=debate.closes_at) and None)
    heard = at_once(fresh_institution, jobs).count(True)
    close_windows(at=debate.closes_at)
    result = StageResult.objects.order_by("pk").last()
    assert result.counts["participants"] == heard == numbers_of(debate).participants
    assert Proposal.objects.get(pk=debate.item_id).stage_key == ("answering" if heard else "debating")
