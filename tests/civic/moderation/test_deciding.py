"""What was reported is looked at once, decided with a reason, told, and can be objected to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.journeys.appealing import Changed, answer_appeal, appeal, hand_in_again
from civic.journeys.comment import comment
from civic.journeys.debate import opine
from civic.journeys.judging import Ruling, judge, judge_many
from civic.journeys.moderate import hide_comment, show_comment
from civic.journeys.propose import propose
from civic.journeys.reporting_abuse import report
from civic.moderation import actions
from civic.moderation.kinds import Act, AppealState, Cause, Ground, Listed, Reading
from civic.moderation.models import Case, Decision
from civic.moderation.queries import figures
from civic.notifications.models import Notification
from civic.people.models import Role
from civic.processes.kinds import Deed
from civic.proposals.actions import Writing
from civic.proposals.models import Comment, Proposal, ProposalStat
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail


def now():
    return timezone.now()


def tell_everybody():
    """All of it: on a busy machine one turn of the worker ends before everything was told."""
    while announce_pending():
        pass


@pytest.fixture
def second(haneul, make_staff):
    return make_staff(Role.MODERATOR, name="다른 운영 담당")


@pytest.fixture
def head(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR, name="관리자")


@pytest.fixture
def writer(haneul, make_citizen):
    return make_citizen("마루한별")


@pytest.fixture
def said(make_proposal, writer):
    return comment(proposal=make_proposal(), citizen=writer, body="아주 심한 말입니다", at=now())


@pytest.fixture
def case(said, make_citizen):
    report(thing=said, ground=Ground.ABUSE, words="너무합니다", reporter=make_citizen(), at=now())
    return Case.objects.get(kind="comment", thing=said.pk)


def why_not(verb, **words):
    with pytest.raises(Refused) as refusal:
        verb(**words)
    return refusal.value.verdict.code


HIDE = Ruling(Act.HIDE, Ground.ABUSE, "욕설입니다")


def test_one_thing_is_one_case_however_many_report_it(said, writer, make_citizen):
    neighbour = make_citizen()
    for reporter, source in ((neighbour, ""), (neighbour, ""), (None, "a"), (None, "a"), (None, "b")):
        report(thing=said, ground=Ground.ABUSE, words="", reporter=reporter, source=source, at=now())
    [case] = Case.objects.filter(thing=said.pk, kind="comment")
    assert (case.report_count, case.reports.count()) == (3, 3)
    assert why_not(report, thing=said, ground="abuse", words="", reporter=writer, at=now()) == "own"


def test_two_moderators_never_do_the_same(case, moderator, second):
    assert actions.claim(case=case, by=moderator, at=now())
    assert not actions.claim(case=case, by=second, at=now())
    assert why_not(judge, case=case, ruling=HIDE, by=second, at=now()) == "claimed"
    # Somebody who went home does not keep it for ever.
    assert actions.claim(case=case, by=second, at=now() + timedelta(minutes=31))
    assert judge(case=case, ruling=HIDE, by=second, at=now()) is not None
    assert judge(case=case, ruling=HIDE, by=second, at=now()) is None


def test_who_wrote_it_is_told_why_and_how_to_object_and_who_reported_it_that_something_was_done(
    case, said, writer, moderator
):
    reporter = case.reports.get().reporter
    decision = judge(case=case, ruling=HIDE, by=moderator, at=now())
    tell_everybody()
    told = Notification.objects.get(user=writer)
    assert told.data["path"] == f"/me/decisions/{decision.pk}/"
    letter = OutboundMail.objects.get(to=writer.email)
    assert "욕설입니다" in letter.text and f"/me/decisions/{decision.pk}/" in letter.text
    assert "30" in letter.text
    [answered] = Notification.objects.filter(user=reporter)
    assert answered.data["event"] == "moderation.report.answered"
    assert "욕설입니다" not in str(answered.data)


def test_an_objection_is_answered_by_another_person_and_gives_back_what_was_taken(
    case, said, writer, moderator, second
):
    decision = judge(case=case, ruling=HIDE, by=moderator, at=now())
    assert ProposalStat.objects.get(pk=said.proposal_id).comment_count == 0
    objection = appeal(decision=decision, words="인용한 것입니다", by=writer, at=now())
    tell_everybody()
    assert why_not(appeal, decision=decision, words="또", by=writer, at=now()) == "appealed"
    answering = {"appeal": objection, "overturns": True, "answer": "인용이 맞습니다", "at": now()}
    assert why_not(answer_appeal, by=moderator, **answering) == "decided_it"
    assert answer_appeal(by=second, **answering)
    assert not answer_appeal(by=second, **answering)
    assert Comment.objects.get(pk=said.pk).standing == "open"
    assert ProposalStat.objects.get(pk=said.proposal_id).comment_count == 1
    tell_everybody()
    assert Notification.objects.filter(user=writer, data__state=AppealState.OVERTURNED).exists()
    assert Notification.objects.filter(user=second, data__event="moderation.appeal.made").exists()
    assert not Notification.objects.filter(user=moderator).exists()


def test_nobody_else_objects_and_nobody_after_thirty_days(case, writer, moderator, make_citizen):
    decision = judge(case=case, ruling=HIDE, by=moderator, at=now())
    assert why_not(appeal, decision=decision, words="왜", by=make_citizen(), at=now()) == "not_yours"
    late = now() + timedelta(days=31)
    assert why_not(appeal, decision=decision, words="왜", by=writer, at=late) == "too_late"


def test_only_the_top_role_restores_what_a_law_took_down(case, said, moderator, second, head, writer):
    decision = judge(
        case=case, ruling=Ruling(Act.TAKEDOWN, Ground.PRIVACY, "임시조치"), by=moderator, at=now()
    )
    assert why_not(show_comment, comment=said, by=second, at=now()) == "top_role_only"
    objection = appeal(decision=decision, words="제 번호입니다", by=writer, at=now())
    answering = {"appeal": objection, "overturns": True, "answer": "확인", "at": now()}
    assert why_not(answer_appeal, by=second, **answering) == "top_role_only"
    assert show_comment(comment=said, by=head, at=now())
    assert Comment.objects.get(pk=said.pk).standing == "open"


def test_what_is_returned_comes_back_changed_and_is_read_before_it_is_shown(case, said, writer, moderator):
    ruling = Ruling(Act.RETURN, Ground.PRIVACY, "전화번호를 지워 주세요")
    decision = judge(case=case, ruling=ruling, by=moderator, at=now())
    again = hand_in_again(decision=decision, changed=Changed("번호 없이 씁니다"), by=writer, at=now())
    assert (again.cause, again.is_held) == (Cause.AGAIN, True)
    assert Comment.objects.get(pk=said.pk).standing == "hidden"
    assert judge(case=again, ruling=Ruling(Act.KEEP), by=moderator, at=now())
    fresh = Comment.objects.get(pk=said.pk)
    assert (fresh.standing, fresh.body) == ("open", "번호 없이 씁니다")


def test_a_restriction_takes_one_deed_for_a_time_and_an_objection_gives_it_back(
    case, said, writer, moderator, second
):
    ruling = Ruling(Act.RESTRICT, Ground.ABUSE, "되풀이된 욕설", days=7, deeds=(Deed.COMMENT.value,))
    decision = judge(case=case, ruling=ruling, by=moderator, at=now())
    talk = {"proposal": said.proposal, "citizen": writer, "body": "또 씁니다"}
    assert why_not(comment, at=now(), **talk) == "restricted"
    assert propose(author=writer, writing=Writing("다른 일은 합니다", "본문입니다"), at=now())
    objection = appeal(decision=decision, words="다시는", by=writer, at=now())
    answer_appeal(appeal=objection, overturns=True, answer="한 번 더", by=second, at=now())
    assert comment(at=now(), **talk)


def test_a_restriction_ends_by_itself(case, said, writer, moderator):
    ruling = Ruling(Act.RESTRICT, Ground.ABUSE, "욕설", days=7, deeds=(Deed.COMMENT.value,))
    judge(case=case, ruling=ruling, by=moderator, at=now() - timedelta(days=8))
    assert comment(proposal=said.proposal, citizen=writer, body="이제 씁니다", at=now())


def test_many_are_decided_at_once_but_not_what_a_colleague_is_at(
    make_proposal, make_citizen, moderator, second
):
    item, cases = make_proposal(), []
    for number in range(3):
        spoken = comment(proposal=item, citizen=make_citizen(), body=f"광고 {number}", at=now())
        report(thing=spoken, ground=Ground.ADVERTISING, words="", reporter=make_citizen(), at=now())
        cases.append(Case.objects.get(kind="comment", thing=spoken.pk))
    actions.claim(case=cases[0], by=second, at=now())
    ruling = Ruling(Act.HIDE, Ground.ADVERTISING, "광고입니다")
    assert judge_many(cases=cases, ruling=ruling, by=moderator, at=now()) == (2, 1)
    assert Comment.objects.filter(standing="hidden").count() == 2


def test_listed_words_are_found_whatever_stands_between_their_letters(make_proposal, writer, moderator):
    actions.watch(kind=Listed.WORD, text="카지노", holds=True, by=moderator, at=now())
    actions.watch(kind=Listed.LINK, text="https://spam.example/x", holds=False, by=moderator, at=now())
    item = make_proposal()
    waits = comment(proposal=item, citizen=writer, body="카-지 노 에 오세요", at=now())
    noticed = comment(proposal=item, citizen=writer, body="보세요 www.spam.example/1", at=now())
    plain = comment(proposal=item, citizen=writer, body="카드 지갑 노트", at=now())
    assert [Comment.objects.get(pk=one.pk).standing for one in (waits, noticed, plain)] == [
        "hidden",
        "open",
        "open",
    ]
    found = Case.objects.filter(kind="comment").order_by("pk")
    assert [(one.signals, one.is_held) for one in found] == [(["word"], True), (["link"], False)]


def test_what_is_read_first_waits_and_is_released_without_a_reproach(
    make_proposal, writer, moderator, head, debate
):
    policy = {"new_account_hours": 0, "notices_repeats": True, "hides_after_reports": 0, "by": head}
    actions.set_policy(deed=Deed.VOTE, reading=Reading.ALWAYS, at=now(), **policy)
    actions.set_policy(deed=Deed.PROPOSE, reading=Reading.SIGNALS, at=now(), **policy)
    assert (
        why_not(
            actions.set_policy,
            deed=Deed.VOTE,
            reading=Reading.ALWAYS,
            at=now(),
            **{**policy, "by": moderator},
        )
        == "not_allowed"
    )
    given = opine(debate=debate(), author=writer, side="pro", body="찬성합니다", at=now())
    assert given.standing == "hidden"
    writing = Writing("우리 동네 가로등을 고쳐 주세요", "어둡습니다")
    first = propose(author=writer, writing=writing, at=now())
    repeated = propose(author=writer, writing=writing, at=now())
    standings = [Proposal.objects.get(pk=one.pk).standing for one in (first, repeated)]
    assert standings == ["open", "hidden"]
    case = Case.objects.get(kind="opinion", thing=given.pk)
    assert (case.cause, case.is_held) == (Cause.READ_FIRST, True)
    judge(case=case, ruling=Ruling(Act.KEEP), by=moderator, at=now())
    given.refresh_from_db()
    assert given.standing == "open"
    # Of an own colleague nothing waits.
    assert (
        opine(debate=given.debate, author=moderator, body="안내합니다", parent=given, at=now()).standing
        == "open"
    )


def test_several_reports_hide_it_until_somebody_has_read_it(said, head, make_citizen):
    actions.set_policy(
        deed=Deed.COMMENT,
        reading=Reading.AFTER,
        new_account_hours=0,
        notices_repeats=False,
        hides_after_reports=2,
        by=head,
        at=now(),
    )
    # Strangers count in the queue, and hide nothing: anybody can be three of them.
    for source in "abc":
        report(thing=said, ground=Ground.HATE, words="", reporter=None, source=source, at=now())
    report(thing=said, ground=Ground.HATE, words="", reporter=make_citizen(), at=now())
    assert Comment.objects.get(pk=said.pk).standing == "open"
    report(thing=said, ground=Ground.HATE, words="", reporter=make_citizen(), at=now())
    assert Comment.objects.get(pk=said.pk).standing == "hidden"


def test_everything_is_counted_publicly_by_reason_and_month(case, writer, moderator, second, visit, haneul):
    decision = judge(case=case, ruling=HIDE, by=moderator, at=now())
    appeal(decision=decision, words="왜요", by=writer, at=now())
    month = figures()[0]
    assert month.reports == {"abuse": 1} and month.acts == {"hide": 1}
    assert month.grounds == {"abuse": 1} and month.appeals == {"open": 1}
    page = visit(haneul).get("/moderation/")
    assert page.status_code == 200
    assert writer.name not in page.content.decode() and "욕설입니다" not in page.content.decode()


def test_what_staff_hide_themselves_is_a_decision_like_any_other(said, moderator):
    assert hide_comment(comment=said, reason="광고", by=moderator, at=now(), ground=Ground.ADVERTISING)
    assert not hide_comment(comment=said, reason="광고", by=moderator, at=now())
    assert show_comment(comment=said, by=moderator, at=now())
    made = Decision.objects.filter(case__thing=said.pk).order_by("pk").values_list("act", "case__cause")
    assert list(made) == [("hide", "staff"), ("show", "staff")]
    assert not Case.objects.filter(closed_at=None).exists()
