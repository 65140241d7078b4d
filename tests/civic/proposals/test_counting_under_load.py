"""The last day of a campaign: many hands on one proposal, and a count that is right to the person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

from django.db import connection
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support, withdraw_support
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.counting import exact_count, find_differences
from civic.proposals.models import Proposal, Support, ThresholdCrossing
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context
from tenants.models import Institution

THREADS = 8


def at_once(institution: Institution, jobs: list[Callable[[], object]]) -> list[object]:
    """Run the jobs in THREADS threads that start together, each on its own connection."""
    start = Barrier(THREADS)

    def work(mine: list[Callable[[], object]]) -> list[object]:
        try:
            with institution_context(institution):
                start.wait()
                return [job() for job in mine]
        finally:
            connection.close()

    shares = [jobs[number::THREADS] for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return [result for share in pool.map(work, shares) for result in share]


def people(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"시민 {number}", password="!") for number in range(count)
    )


def a_proposal() -> Proposal:
    author = User.objects.create_user("author@example.org", name="글쓴이")
    return submit_proposal(
        author=author,
        writing=Writing("버스 정류장에 의자를", "앉을 곳이 없습니다."),
        version=current_version(),
        at=timezone.now(),
    )


def test_sixty_four_clicks_of_one_person_leave_one_support(fresh_institution):
    proposal, (person,) = a_proposal(), people(1)
    answers = at_once(fresh_institution, [lambda: give_support(proposal=proposal, citizen=person)] * 64)
    assert sorted(answers) == [False] * 63 + [True]
    assert Support.objects.filter(proposal=proposal).count() == 1
    assert exact_count(Proposal.objects.get(pk=proposal.pk)) == 1


def test_sixty_four_people_at_once_are_sixty_four_and_the_threshold_is_crossed_once(fresh_institution):
    proposal, crowd = a_proposal(), people(64)
    jobs: list[Callable[[], object]] = []
    for person in crowd:
        jobs.append(lambda person=person: give_support(proposal=proposal, citizen=person))
        # Counting goes on in other workers at the same time.
        jobs.append(lambda: count_and_settle(at=timezone.now()))
    at_once(fresh_institution, jobs)
    count_and_settle(at=timezone.now())
    shown = Proposal.objects.select_related("stat").get(pk=proposal.pk)
    assert shown.stat.support_count == 64
    assert find_differences() == []
    assert ThresholdCrossing.objects.filter(proposal=proposal).count() == 1
    assert Event.objects.filter(kind="proposals.threshold.crossed").count() == 1
    assert AnswerRequest.objects.filter(proposal=proposal).count() == 1


def test_giving_and_taking_back_in_any_order_keeps_the_count_equal_to_the_rows(fresh_institution):
    proposal, crowd = a_proposal(), people(12)
    chance = Random(7)
    jobs: list[Callable[[], object]] = []
    for _turn in range(240):
        person, verb = chance.choice(crowd), chance.choice([give_support, withdraw_support])
        jobs.append(lambda person=person, verb=verb: verb(proposal=proposal, citizen=person))
        jobs.append(lambda: count_and_settle(at=timezone.now()))
    at_once(fresh_institution, jobs)
    rows = Support.objects.filter(proposal=proposal).count()
    assert exact_count(Proposal.objects.select_related("stat").get(pk=proposal.pk)) == rows
    count_and_settle(at=timezone.now())
    assert Proposal.objects.select_related("stat").get(pk=proposal.pk).stat.support_count == rows
    assert find_differences() == []


def test_nobody_slips_in_after_the_window_whatever_the_web_servers_clock_says(fresh_institution):
    proposal, crowd = a_proposal(), people(16)
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now() - timedelta(seconds=1))

    def late(person: User) -> str:
        # The proposal in hand still believes that its window is open.
        try:
            in_hand = Proposal(
                pk=proposal.pk, stage="gathering", process_version_id=proposal.process_version_id
            )
            give_support(proposal=in_hand, citizen=person)
        except Refused as refusal:
            return refusal.verdict.code
        return "counted"

    answers = at_once(fresh_institution, [lambda person=person: late(person) for person in crowd])
    assert set(answers) == {"window_closed"}
    assert not Support.objects.exists()
