"""Two at once: one decides, nobody is both for and against, and a limit is a limit."""

from django.db import transaction
from django.utils import timezone

from civic.journeys.advance import advance, decide
from civic.journeys.propose import propose
from civic.journeys.support import give_dislike, give_support
from civic.people.models import Role, StaffRole
from civic.processes.actions import publish_rules
from civic.processes.kinds import Outcome
from civic.processes.models import Process
from civic.proposals.actions import Writing
from civic.proposals.counting import find_differences, roll_up_deltas
from civic.proposals.models import Dislike, Proposal, StageMove, Support, ThresholdCrossing
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tests.civic.proposals.conftest import at_least, count, document, gathering
from tests.civic.proposals.test_counting_under_load import at_once, people

ANSWERING = {"kind": "answering"}


def begun(rules) -> tuple[Process, Proposal]:
    process = Process.objects.create(key="other", name="다른 절차")
    publish_rules(process=process, document=rules, reason="처음", by=None, at=timezone.now())
    process.refresh_from_db()
    author = User.objects.create_user("author@example.org", name="글쓴이")
    writing = Writing("버스 정류장에 의자를", "앉을 곳이 없습니다.")
    return process, propose(author=author, writing=writing, at=timezone.now(), process=process)


def test_of_eight_moderators_one_decides(fresh_institution):
    _process, proposal = begun(document({"kind": "screening"}, gathering(at_least(5)), ANSWERING))
    moderators = people(8)
    for person in moderators:
        StaffRole.objects.create(user=person, role=Role.MODERATOR)
    at = timezone.now()

    def decides(person):
        mine = Proposal.objects.get(pk=proposal.pk)
        mine.stage_key = mine.stage = "screening"
        return decide(proposal=mine, outcome=Outcome.ACCEPTED, reason="", by=person, at=at)

    answers = at_once(fresh_institution, [lambda person=person: decides(person) for person in moderators])
    assert sorted(answers) == [False] * 7 + [True]
    assert StageMove.objects.filter(proposal=proposal, stage_key="gathering").count() == 1
    assert Event.objects.filter(kind="proposals.stage.entered").count() == 1


def test_eight_workers_pass_each_gate_once(fresh_institution):
    _process, proposal = begun(document(gathering(at_least(5)), ANSWERING))
    count(proposal, support_count=9)
    at = timezone.now()
    at_once(
        fresh_institution,
        [lambda: advance(proposal=Proposal.objects.get(pk=proposal.pk), at=at) for _ in range(8)],
    )
    assert ThresholdCrossing.objects.count() == 1
    assert proposal.moves.filter(stage_key="answering").count() == proposal.answer_requests.count() == 1


def test_whoever_clicks_both_at_once_has_said_one(fresh_institution):
    _process, proposal = begun(document(gathering(at_least(500)), ANSWERING, counting={"dislike": True}))
    [person] = people(1)
    jobs = [
        lambda say=say: say(proposal=Proposal.objects.get(pk=proposal.pk), citizen=person)
        for say in [give_support, give_dislike] * 16
    ]
    at_once(fresh_institution, jobs)
    assert Support.objects.count() + Dislike.objects.count() == 1
    assert find_differences() == []
    roll_up_deltas(at=timezone.now())
    assert find_differences() == []


def test_a_limit_holds_for_who_sends_many_at_once(fresh_institution):
    limits = [{"deed": "propose", "count": 3, "days": 7}]
    process, proposal = begun(document(gathering(at_least(5)), ANSWERING, limits=limits))
    author = proposal.author

    def send():
        try:
            with transaction.atomic():
                propose(author=author, writing=Writing("또", "또"), at=timezone.now(), process=process)
        except Refused as refusal:
            return refusal.verdict.code
        return "sent"

    answers = at_once(fresh_institution, [send] * 16)
    assert answers.count("sent") == 2 and answers.count("limit_reached") == 14
    assert Proposal.objects.filter(author=author).count() == 3
