"""Two things at one instant: a count that moves while somebody looks, closes, shows or mends."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Event as Signal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys.clock import close_windows
from civic.journeys.comment import comment, delete_comment, edit_comment, support_comment
from civic.journeys.moderate import hide_comment, hide_proposal, show_proposal
from civic.journeys.propose import edit
from civic.journeys.settle import count_and_settle, settle
from civic.journeys.support import give_support, withdraw_support
from civic.people.models import Role, StaffRole
from civic.processes.kinds import StageKind
from civic.processes.queries import current_version
from civic.proposals import counting
from civic.proposals.actions import Writing, submit_proposal, withdraw_proposal
from civic.proposals.counting import exact_count, find_differences, mend, roll_up_deltas
from civic.proposals.models import Comment, Proposal, ProposalStat, ThresholdCrossing
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context
from tenants.models import Institution
from tests.civic.proposals.test_counting_under_load import at_once

IN_TIME = 2.0


def now() -> datetime:
    return timezone.now()


def nine_of_ten_supports() -> tuple[Proposal, User]:
    """A proposal one short of the county's threshold, and the citizen who is missing."""
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"시민 {number}", password="!") for number in range(11)
    )
    proposal = submit_proposal(
        author=people[0], writing=Writing("의자", "앉을 곳이 없습니다."), version=current_version(), at=now()
    )
    for person in people[1:10]:
        give_support(proposal=proposal, citizen=person)
    count_and_settle(at=now())
    return proposal, people[10]


class Aside:
    """Runs `deed` on another connection and keeps its transaction open until told to commit."""

    def __init__(self, institution: Institution, deed: Callable[[], object]) -> None:
        self.institution, self.deed = institution, deed
        self.done, self.may_commit = Signal(), Signal()
        self.pool = ThreadPoolExecutor(1)

    def __enter__(self) -> "Aside":
        self.future: Future[None] = self.pool.submit(self._run)
        self.done.wait(10)
        return self

    def _run(self) -> None:
        try:
            with institution_context(self.institution), transaction.atomic():
                try:
                    self.deed()
                finally:
                    self.done.set()
                self.may_commit.wait(IN_TIME)
        finally:
            connection.close()

    def commit(self) -> None:
        self.may_commit.set()
        self.future.result(10)

    def __exit__(self, *_error: Any) -> None:
        self.commit()
        self.pool.shutdown()


def test_a_support_on_its_way_when_the_window_ends_is_counted(fresh_institution):
    proposal, tenth = nine_of_ten_supports()
    end = proposal.closes_at
    with Aside(fresh_institution, lambda: give_support(proposal=proposal, citizen=tenth)) as support:
        close_windows(at=end)
        support.commit()
    close_windows(at=end + timedelta(minutes=1))
    assert Proposal.objects.get().stage == StageKind.REVIEWING
    assert AnswerRequest.objects.count() == 1


def test_what_is_shown_while_its_last_support_is_counted_still_crosses(fresh_institution):
    proposal, tenth = nine_of_ten_supports()
    moderator = User.objects.create_user("moderator@example.org", name="운영")
    StaffRole.objects.create(user=moderator, role=Role.MODERATOR)
    give_support(proposal=proposal, citizen=tenth)
    hide_proposal(proposal=proposal, reason="확인 중", by=moderator, at=now())
    with Aside(fresh_institution, lambda: count_and_settle(at=now())):
        # Waits until the count is committed (after IN_TIME), or misses it.
        show_proposal(proposal=proposal, by=moderator, at=now())
    assert AnswerRequest.objects.count() == 1


def test_what_its_author_withdraws_while_it_is_counted_owes_and_announces_nothing(fresh_institution):
    proposal, tenth = nine_of_ten_supports()
    give_support(proposal=proposal, citizen=tenth)
    stale = Proposal.objects.get()
    withdraw_proposal(proposal=proposal, at=now())
    settle(proposal=stale, count=10, at=now())
    assert not ThresholdCrossing.objects.exists()
    assert not Event.objects.filter(kind="proposals.threshold.crossed").exists()


def test_the_exact_count_is_exact_though_it_was_rolled_up_since_the_page_began(
    haneul, make_proposal, make_citizen
):
    proposal = make_proposal(supports=3)
    give_support(proposal=proposal, citizen=make_citizen())
    roll_up_deltas(at=now())
    assert exact_count(proposal) == 4


def test_two_recounts_at_once_mend_a_difference_once(haneul, make_proposal, make_citizen):
    proposal = make_proposal(supports=3)
    ProposalStat.objects.filter(proposal=proposal).update(support_count=7)
    (found,) = find_differences()
    give_support(proposal=proposal, citizen=make_citizen())
    mend(found)
    mend(found)
    assert find_differences() == []
    roll_up_deltas(at=now())
    assert ProposalStat.objects.get().support_count == 4


def test_a_long_backlog_is_counted_in_bounded_steps(haneul, make_proposal, make_citizen, monkeypatch):
    monkeypatch.setattr(counting, "MOST_DELTAS", 2)
    proposal = make_proposal()
    for _number in range(5):
        give_support(proposal=proposal, citizen=make_citizen())
    shown = []
    while counted := roll_up_deltas(at=now()):
        shown.append(counted[proposal.pk])
        assert exact_count(proposal) == 5
    assert shown == [2, 4, 5]


def test_talking_counting_hiding_and_editing_at_once_keep_every_number_and_end(fresh_institution):
    """Everybody who holds several rows takes them in one order; else somebody here would be thrown out."""
    first, tenth = nine_of_ten_supports()
    author = first.author
    second = submit_proposal(
        author=author, writing=Writing("나무", "그늘"), version=current_version(), at=now()
    )
    moderator = User.objects.create_user("moderator@example.org", name="운영")
    StaffRole.objects.create(user=moderator, role=Role.MODERATOR)

    def talk(proposal: Proposal, turn: int) -> None:
        said = comment(proposal=proposal, citizen=tenth, body=f"{turn}", at=now())
        support_comment(comment=said, citizen=author, at=now())
        edit_comment(comment=said, citizen=tenth, body=f"{turn}!", at=now())
        if turn % 3 == 0:
            hide_comment(comment=said, reason="확인", by=moderator, at=now())
        if turn % 3 == 1:
            delete_comment(comment=said, citizen=tenth, at=now())

    def hide_and_show() -> None:
        hide_proposal(proposal=second, reason="확인", by=moderator, at=now())
        show_proposal(proposal=second, by=moderator, at=now())

    def patiently(deed: Callable[[], object]) -> str:
        try:
            deed()
        except Refused as refusal:
            return refusal.verdict.code
        return "done"

    jobs: list[Callable[[], object]] = []
    for turn in range(48):
        proposal = (first, second)[turn % 2]
        jobs.append(partial(patiently, partial(talk, proposal, turn)))
        jobs.append(partial(patiently, partial(give_support, proposal=proposal, citizen=tenth)))
        jobs.append(partial(patiently, partial(withdraw_support, proposal=proposal, citizen=tenth)))
        jobs.append(lambda: count_and_settle(at=now()))
        if turn % 4 == 0:
            jobs.append(hide_and_show)
            jobs.append(
                partial(
                    patiently,
                    partial(
                        edit, proposal=first, citizen=author, writing=Writing("의자", f"{turn}"), at=now()
                    ),
                )
            )
    assert set(at_once(fresh_institution, jobs)) - {None} <= {"done", "proposal_hidden"} | set(range(9))
    count_and_settle(at=now())
    assert find_differences() == []
    for stat in ProposalStat.objects.all():
        assert stat.comment_count == Comment.objects.filter(proposal=stat.pk, standing="open").count()
