"""A sheet is typed by two people, compared, and counted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.journeys.paper_carrying import carry_out_sheet
from civic.journeys.paper_sheets import cancel_deed, cancel_sheet
from civic.journeys.support import give_support, withdraw_support
from civic.paper.models import LineOutcome, PaperDeed, PaperSheet, SheetKind, SheetLine
from civic.paper.queries import public_sheets, supports_on_paper
from civic.paper.sheets import About, Collected, decide_line, make_sheet, type_sheet
from civic.people.models import Role, StaffRole
from civic.proposals.counting import exact_count, find_differences
from civic.proposals.models import Origin, Proposal, Support
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context
from tests.civic.paper.conftest import KIM, LEE, PARK

AT = timezone.now


def typed_twice(sheet, officer, colleague, rows, again=None):
    type_sheet(sheet=sheet, typed=rows, by=officer, at=AT())
    type_sheet(sheet=sheet, typed=again or rows, by=colleague, at=AT())


def test_what_two_people_typed_alike_is_counted(sheet, item, officer, colleague):
    typed_twice(sheet, officer, colleague, {1: KIM, 2: LEE}, {1: {**KIM, "name": "김 하늘"}, 2: LEE})
    report = carry_out_sheet(sheet=sheet, by=colleague, at=AT())
    assert report.counts == {"done": 2}
    assert exact_count(item) == 2
    assert supports_on_paper([item]) == {item.pk: 2}
    assert find_differences() == []
    deed = PaperDeed.objects.get(line=1)
    assert (deed.sheet_id, deed.entered_by) == (sheet.pk, colleague)


def test_names_and_contacts_are_forgotten_once_the_sheet_was_carried_out(sheet, officer, colleague):
    typed_twice(sheet, officer, colleague, {1: KIM})
    carry_out_sheet(sheet=sheet, by=officer, at=AT())
    kept = str(list(SheetLine.objects.values())) + str(list(Event.objects.values("data")))
    assert "5678" not in kept
    assert KIM["name"] not in kept


def test_nobody_types_both(sheet, officer):
    assert type_sheet(sheet=sheet, typed={1: KIM}, by=officer, at=AT()) == 1
    assert type_sheet(sheet=sheet, typed={1: LEE}, by=officer, at=AT()) == 1
    assert SheetLine.objects.get().first == LEE


def test_what_differs_is_not_counted_until_somebody_has_looked_again(sheet, item, officer, colleague):
    typed_twice(
        sheet,
        officer,
        colleague,
        {1: KIM, 2: LEE},
        {1: KIM, 2: {**LEE, "contact": "bad@example.org"}, 3: PARK},
    )
    with pytest.raises(Refused) as refusal:
        carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert refusal.value.verdict.code == "differences"
    assert refusal.value.verdict.actual == 2
    assert exact_count(item) == 0
    second, third = SheetLine.objects.filter(number__gt=1)
    decide_line(line=second, values=LEE, by=colleague, at=AT())
    decide_line(line=third, values={}, by=officer, at=AT())
    report = carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert report.counts == {"done": 2, "refused": 1}
    decided = SheetLine.objects.get(number=2)
    assert (decided.decided_by, decided.outcome) == (colleague, LineOutcome.DONE)


def test_a_row_that_the_rules_refuse_says_why_and_holds_no_other_up(sheet, item, officer, colleague):
    typed_twice(sheet, officer, colleague, {1: {"name": "김", "contact": "?"}, 2: LEE})
    report = carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert report.counts == {"refused": 1, "done": 1}
    assert SheetLine.objects.get(number=1).code == "unrecognisable"


def test_a_sheet_that_comes_too_late_is_refused_row_by_row(sheet, item, officer, colleague):
    typed_twice(sheet, officer, colleague, {1: KIM, 2: LEE})
    Proposal.objects.filter(pk=item.pk).update(closes_at=AT() - timedelta(seconds=1))
    report = carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert report.counts == {"refused": 2}
    assert SheetLine.objects.get(number=1).sentence
    assert not Support.objects.filter(proposal=item).exists()
    assert not User.objects.filter(offline__isnull=False).exists()


def test_one_person_on_two_rows_and_online_is_one_support(sheet, item, officer, colleague, make_citizen):
    account = make_citizen("바다", email=LEE["contact"])
    give_support(proposal=item, citizen=account)
    typed_twice(sheet, officer, colleague, {1: LEE, 2: KIM, 3: KIM})
    report = carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert report.counts == {"already": 2, "done": 1}
    assert exact_count(item) == 2
    assert supports_on_paper([item]) == {item.pk: 1}
    withdraw_support(proposal=item, citizen=account)
    assert exact_count(item) == 1


def test_carrying_out_twice_counts_once(sheet, item, officer, colleague):
    typed_twice(sheet, officer, colleague, {1: KIM})
    carry_out_sheet(sheet=sheet, by=officer, at=AT())
    assert carry_out_sheet(sheet=sheet, by=colleague, at=AT()).counts == {}
    assert exact_count(item) == 1


def test_a_cancelled_sheet_takes_back_what_came_of_it_and_nothing_else(
    sheet, item, officer, colleague, make_citizen
):
    online = make_citizen("바다", email=LEE["contact"])
    give_support(proposal=item, citizen=online)
    typed_twice(sheet, officer, colleague, {1: KIM, 2: LEE})
    carry_out_sheet(sheet=sheet, by=officer, at=AT())
    report = cancel_sheet(sheet=sheet, reason="동의 없이 모음", by=officer, at=AT())
    assert report.kept == ()
    assert list(Support.objects.filter(proposal=item).values_list("citizen", flat=True)) == [online.pk]
    assert exact_count(item) == 1
    assert PaperSheet.objects.get().cancel_reason == "동의 없이 모음"
    assert Event.objects.filter(kind="paper.deed.cancelled").count() == 2
    assert [(one.counted, one.cancelled) for one in public_sheets(item)] == [(0, 2)]


def test_a_support_stays_while_another_sheet_says_so_too(sheet, item, officer, colleague, signs):
    typed_twice(sheet, officer, colleague, {1: KIM})
    carry_out_sheet(sheet=sheet, by=officer, at=AT())
    second = signs(item, KIM)
    assert second.given_at is None
    cancel_sheet(sheet=sheet, reason="잘못", by=officer, at=AT())
    assert exact_count(item) == 1
    second.refresh_from_db()
    assert second.given_at is not None
    cancel_deed(deed=second, reason="잘못", by=officer, at=AT())
    assert exact_count(item) == 0


def test_after_the_end_nothing_is_taken_back(sheet, item, officer, colleague):
    typed_twice(sheet, officer, colleague, {1: KIM})
    carry_out_sheet(sheet=sheet, by=officer, at=AT())
    Proposal.objects.filter(pk=item.pk).update(closes_at=AT())
    report = cancel_sheet(sheet=sheet, reason="늦음", by=officer, at=AT())
    assert len(report.kept) == 1
    assert exact_count(item) == 1
    assert PaperSheet.objects.get().cancelled_at is None


def test_a_proposal_on_paper_is_published_as_one_and_belongs_to_who_wrote_it(
    haneul, visit, officer, colleague
):
    sheet = make_sheet(
        about=About(SheetKind.PROPOSE), collected=Collected("경로당"), rows=3, by=officer, at=AT()
    )
    typed_twice(
        sheet, officer, colleague, {1: {**PARK, "title": "의자를 놓아 주세요", "text": "다리가 아픕니다."}}
    )
    carry_out_sheet(sheet=sheet, by=officer, at=AT())
    made = Proposal.objects.get(title="의자를 놓아 주세요")
    assert (made.origin, made.author) == (Origin.PAPER, PaperDeed.objects.get().citizen)
    assert made.author.name == "현장 참여자" or "site" in made.author.name
    # Everybody sees that it came on paper; who entered it, and from which sheet, the desk.
    public = visit(haneul).get(f"/proposals/{made.pk}/").content.decode()
    assert _("on paper") in public and _("Handed in on paper") in public and officer.name not in public
    desk = visit(haneul, as_=officer).get(f"/desk/proposals/{made.pk}/").content.decode()
    assert f"/desk/paper/{sheet.pk}/" in desk
    cancel_sheet(sheet=sheet, reason="철회 요청", by=officer, at=AT())
    made.refresh_from_db()
    assert made.standing == "withdrawn"


def test_who_does_not_work_here_enters_nothing(sheet, make_staff, make_citizen):
    from civic.people.models import Department

    respondent = make_staff(Role.RESPONDENT, Department.objects.create(code="d", name="과"))
    for person in (make_citizen(), respondent):
        with pytest.raises(Refused):
            type_sheet(sheet=sheet, typed={1: KIM}, by=person, at=AT())


def test_a_sheet_of_many_rows_asks_a_bounded_number_of_questions_per_row(
    sheet, officer, colleague, django_assert_max_num_queries
):
    rows = {n: {"name": f"사람{n}", "contact": f"010-2222-{n:04d}"} for n in range(1, 21)}
    with django_assert_max_num_queries(30):
        typed_twice(sheet, officer, colleague, rows)
    with django_assert_max_num_queries(20 * 30 + 15):
        carry_out_sheet(sheet=sheet, by=officer, at=AT())


def test_two_who_enter_the_same_sheet_and_person_at_once_count_once(
    fresh_institution, make_proposal, make_citizen
):
    """Four at once: two type the sheet, two enter the same person at counters."""
    item = make_proposal()
    people = [make_citizen(f"담당{n}") for n in range(4)]
    for one in people:
        StaffRole.objects.create(user=one, role=Role.MODERATOR)
    sheet = make_sheet(
        about=About(SheetKind.SUPPORT, item), collected=Collected("장터"), rows=5, by=people[0], at=AT()
    )

    def enter(number):
        from civic.journeys.paper import Entry, support_on_paper
        from tests.civic.paper.conftest import somebody

        try:
            with institution_context(fresh_institution):
                if number < 2:
                    return type_sheet(sheet=sheet, typed={1: KIM}, by=people[number], at=AT())
                entry = Entry(people[number], AT(), seen="신분증")
                return support_on_paper(item=item, who=somebody(KIM), entry=entry).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(enter, range(4)))
    assert sorted(done[:2]) == [1, 2]
    assert exact_count(item) == 1
    assert User.objects.filter(offline__isnull=False).count() == 1
    with ThreadPoolExecutor(2) as pool:

        def carry(number):
            try:
                with institution_context(fresh_institution):
                    return carry_out_sheet(sheet=sheet, by=people[number], at=AT()).counts
            finally:
                connection.close()

        counts = list(pool.map(carry, range(2)))
    assert sum(one["already"] for one in counts) == 1
    assert exact_count(item) == 1
    assert find_differences() == []
