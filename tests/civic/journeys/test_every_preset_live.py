"""Every way of every preset, gone by a real proposal: it stands where the engine alone says it would."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.models import AnswerRequest, State, Verdict
from civic.execution.models import ProgressKind
from civic.journeys import answer, carry_out
from civic.journeys.advance import advance, decide, move_by_hand, record_result
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Department, Means, Role
from civic.processes.actions import publish_rules
from civic.processes.document import Tally, parse_rules
from civic.processes.kinds import Counter, Outcome, StageKind
from civic.processes.models import Process
from civic.processes.presets import preset, preset_keys
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal, ProposalStat, StageMove
from platform_core.accounts.models import User
from tests.civic.processes.engine.walking import Happening, walks_over_every_step

WHY = "공개하는 이유입니다."
VERDICTS = {
    Outcome.ADOPTED: Verdict.ADOPTED,
    Outcome.PARTLY: Verdict.PARTLY,
    Outcome.DECLINED: Verdict.DECLINED,
}
COLUMNS = {
    Counter.SUPPORT: "support_count",
    Counter.VERIFIED_SUPPORT: "verified_count",
    Counter.DISLIKE: "dislike_count",
    Counter.COMMENTS: "comment_count",
}


@pytest.fixture
def cast(haneul, make_staff) -> SimpleNamespace:
    """One who administers, and one who answers for the one department."""
    roads = Department.objects.create(code="roads", name="도로과")
    return SimpleNamespace(
        administrator=make_staff(Role.ADMINISTRATOR),
        respondent=make_staff(Role.RESPONDENT, roads),
        department=roads,
    )


@pytest.fixture
def author(haneul, make_citizen, cast) -> User:
    """Of whom everything is confirmed: what rules may ask for stands in nobody's way here."""
    person = make_citizen()
    confirm_person(
        person=person,
        kinds=[Confirmed.IDENTITY, Confirmed.AGE, Confirmed.RESIDES],
        full_years=40,
        means=Means.IN_PERSON,
        by=cast.administrator,
        at=timezone.now(),
    )
    return person


@pytest.mark.parametrize("key", preset_keys())
def test_a_proposal_goes_every_way_the_rules_lead(key, haneul, cast, author):
    document = preset(key).document
    at = timezone.now()
    version = publish_rules(
        process=Process.objects.get(), document=document, reason=WHY, by=None, at=at, preset=key
    )
    for walk in walks_over_every_step(parse_rules(document)):
        proposal = submit_proposal(
            author=author, writing=Writing(title="가로등", body="어둡습니다."), version=version, at=at
        )
        Live(proposal, cast, at).plays(walk.script)


class Live:
    """A proposal to which things happen, as they would: through the journeys, by the right person."""

    def __init__(self, proposal: Proposal, cast: SimpleNamespace, at: datetime) -> None:
        self.proposal, self.cast, self.at = proposal, cast, at

    def plays(self, script: tuple[tuple[Happening, str, frozenset[str]], ...]) -> None:
        for happening, stage, passed in script:
            self.at += timedelta(minutes=1)
            self._happens(happening)
            self.proposal = Proposal.objects.get(pk=self.proposal.pk)
            crossed = set(self.proposal.crossings.values_list("threshold", flat=True))
            assert (self.proposal.stage_key, crossed) == (stage, passed), happening
        moves = list(StageMove.objects.filter(proposal=self.proposal).values_list("stage_key", flat=True))
        assert moves[-1] == self.proposal.stage_key and len(moves) == len(set(moves))
        self._is_owed_what_it_waits_for()

    def _happens(self, happening: Happening) -> None:
        if happening.tally is not None:
            self._is_counted(happening.tally, ends=happening.ends)
        elif happening.is_rescue:
            self._is_taken_up()
        elif happening.by_hand:
            move_by_hand(
                proposal=self.proposal,
                to=happening.by_hand,
                reason=WHY,
                by=self.cast.administrator,
                at=self.at,
            )
        elif happening.outcome is not None:
            self._is_decided(happening.outcome)

    def _is_taken_up(self) -> None:
        ground = next(iter(self.proposal.rules.rescuing.grounds), "")
        by = self.cast.administrator
        answer.rescue(proposal=self.proposal, ground=ground, reason=WHY, by=by, at=self.at)

    def _is_counted(self, tally: Tally, *, ends: bool) -> None:
        columns = {column: tally.of(counter) for counter, column in COLUMNS.items()}
        ProposalStat.objects.filter(proposal=self.proposal).update(**columns)
        is_held_elsewhere = self.proposal.stage in (StageKind.DEBATING, StageKind.VOTING)
        if is_held_elsewhere:
            told = (Counter.VOTES, Counter.IN_FAVOUR, Counter.PARTICIPANTS)
            counts = {counter: tally.of(counter) for counter in told}
            record_result(proposal=self.proposal, counts=counts, note="", by=None, at=self.at)
        if ends:
            self.at = max([self.at, *self._ends()])
        advance(proposal=self.proposal, at=self.at, ends=ends)

    def _ends(self) -> list[datetime]:
        """After the month is over, too: who are judged together are judged when the last one's time is."""
        ends = filter(None, [self.proposal.closes_at, self.proposal.stage_ends_at])
        return [ends_at + timedelta(days=62) for ends_at in ends]

    def _is_decided(self, outcome: Outcome) -> None:
        stage = StageKind(self.proposal.stage)
        if stage == StageKind.ANSWERING:
            self._is_answered(VERDICTS[outcome])
        elif stage == StageKind.CARRYING_OUT:
            carry_out.report(
                proposal=self.proposal,
                kind=ProgressKind.OUTCOME,
                body="끝났습니다.",
                by=self.cast.administrator,
                at=self.at,
                finished=True,
            )
        elif outcome == Outcome.ASSIGNED:
            self._is_assigned(next(one for one in self._owed() if one.needs_department))
        else:
            decide(
                proposal=self.proposal, outcome=outcome, reason=WHY, by=self.cast.administrator, at=self.at
            )

    def _is_answered(self, verdict: Verdict) -> None:
        for request in self._owed():
            if request.needs_department and request.department_id is None:
                self._is_assigned(request)
            answer.answer(
                request=request, reply=self._reply(request, verdict), by=self.cast.administrator, at=self.at
            )

    def _reply(self, request: AnswerRequest, verdict: Verdict) -> Reply:
        """In the first of the forms the rules provide for."""
        rules = self.proposal.rules
        return Reply(
            verdict=verdict,
            body="답변입니다.",
            reason="이유입니다.",
            next_steps="다음입니다.",
            form=rules.answer_rules(request.key or rules.answers[0][0]).forms[0],
            video_url="https://example.org/video",
            transcript="영상의 글입니다.",
            held_on=self.at.date(),
            place="시청",
        )

    def _is_assigned(self, request: AnswerRequest) -> None:
        answer.assign(
            request=request, department=self.cast.department, by=self.cast.administrator, at=self.at
        )

    def _owed(self) -> list[AnswerRequest]:
        return list(AnswerRequest.objects.filter(proposal=self.proposal, state=State.OPEN).order_by("pk"))

    def _is_owed_what_it_waits_for(self) -> None:
        if self.proposal.stage in (StageKind.REVIEWING, StageKind.ANSWERING):
            assert self._owed()
