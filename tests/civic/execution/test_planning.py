"""A plan is published, and what is changed of it afterwards keeps what it said before, with the reason."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from civic.execution.models import BudgetLine, Change, Execution, Milestone, Part
from civic.execution.planning import Plan
from civic.journeys import carry_out
from platform_core.events.models import Event
from tests.civic.execution.conftest import refused

SPRING, SUMMER = date(2027, 3, 31), date(2027, 6, 30)


@pytest.fixture
def milestone(planned, respondent) -> Milestone:
    values = {"title": "기둥 세우기", "due_on": SPRING}
    return carry_out.add(
        execution=planned, part=Part.MILESTONE, values=values, by=respondent, at=timezone.now()
    )


def change(row, by, reason="", part=Part.MILESTONE, **values):
    return carry_out.change(part=part, row=row, values=values, reason=reason, by=by, at=timezone.now())


def test_adopting_it_asks_the_department_for_a_plan(adopted, execution, roads):
    assert execution.department == roads
    assert execution.plan_due_at - execution.opened_at > timedelta(days=29)
    opened = Event.objects.get(kind="execution.execution.opened")
    assert (opened.data["proposal"], opened.data["department"]) == (adopted.pk, roads.pk)
    assert not execution.owes_plan(execution.plan_due_at - timedelta(microseconds=1))
    assert execution.owes_plan(execution.plan_due_at)


def test_publishing_the_plan_is_telling_the_public(planned, adopted):
    assert planned.planned_at == planned.told_at
    assert "열두 개" in planned.aims_html
    assert Event.objects.get(kind="execution.plan.published").data["proposal"] == adopted.pk
    assert not planned.changes.exists()


def test_a_milestone_is_not_postponed_without_a_word(milestone, respondent):
    assert refused(change, row=milestone, by=respondent, due_on=SUMMER) == "reason_missing"
    milestone.refresh_from_db()
    assert milestone.due_on == SPRING


def test_a_postponed_milestone_keeps_its_old_day_and_the_reason(milestone, respondent, adopted):
    assert change(milestone, respondent, "장마", due_on=SUMMER)
    kept = Change.objects.first()
    assert (kept.fields["due_on"], kept.reason) == (["2027-03-31", "2027-06-30"], "장마")
    event = Event.objects.get(kind="execution.milestone.changed")
    assert event.data["how"] == "postponed"
    assert event.data["days"] == ["2027-03-31", "2027-06-30"]


def test_what_is_saved_unchanged_is_no_change(milestone, respondent):
    before = Change.objects.count()
    assert not change(milestone, respondent, due_on=SPRING, title="기둥 세우기")
    assert Change.objects.count() == before


def test_a_milestone_that_is_done_is_told_to_all(milestone, respondent):
    assert change(milestone, respondent, state="done", done_on=date(2026, 12, 1), reason="")
    assert Event.objects.get(kind="execution.milestone.changed").data["how"] == "done"


def test_money_is_not_changed_without_a_word(planned, respondent):
    line = carry_out.add(
        execution=planned,
        part=Part.BUDGET,
        values={"year": 2027, "source": "시비", "amount": 12_000_000},
        by=respondent,
        at=timezone.now(),
    )
    assert refused(change, row=line, by=respondent, part=Part.BUDGET, amount=9_000_000) == "reason_missing"
    remove = {"part": Part.BUDGET, "row": line, "by": respondent, "at": timezone.now()}
    assert refused(carry_out.remove, reason="", **remove) == "reason_missing"
    assert carry_out.remove(reason="도비로 바뀜", **remove)
    assert not carry_out.remove(reason="도비로 바뀜", **remove)
    assert BudgetLine.objects.get().removed_at is not None


def test_before_the_plan_is_public_nothing_was_promised(execution, respondent):
    values = {"title": "설계", "due_on": SPRING}
    row = carry_out.add(
        execution=execution, part=Part.MILESTONE, values=values, by=respondent, at=timezone.now()
    )
    assert change(row, respondent, due_on=SUMMER)
    assert not Event.objects.filter(kind__startswith="execution.milestone").exists()


def test_another_department_changes_nothing(planned, milestone, parks, make_staff):
    stranger = make_staff("respondent", parks)
    assert refused(change, row=milestone, by=stranger, reason="x", due_on=SUMMER) == "not_allowed"


def test_a_department_that_takes_part_may_change_the_plan(
    planned, milestone, parks, roads, respondent, make_staff
):
    plan = Plan(aims="함께", department=roads, partners=(parks,), ends_on=planned.ends_on)
    assert carry_out.plan(
        execution=planned, plan=plan, reason="함께 합니다", by=respondent, at=timezone.now()
    )
    helper = make_staff("respondent", parks)
    assert change(milestone, helper, "비", due_on=SUMMER)
    changed = Change.objects.filter(part=Part.PLAN).get()
    assert changed.fields["partners"] == ["", "공원과"]


def test_two_items_share_what_carries_them_out(planned, owe, roads, respondent, moderator):
    from civic.journeys.answer import answer
    from civic.proposals.models import Proposal
    from tests.civic.journeys.test_answer import ADOPTED

    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    other = Proposal.objects.get(pk=request.proposal_id)
    share = {"execution": planned, "item": other, "reason": "같은 공사", "at": timezone.now()}
    assert refused(carry_out.share, by=respondent, **share) == "not_allowed"
    assert carry_out.share(by=moderator, **share)
    assert not carry_out.share(by=moderator, **share)
    assert Execution.objects.count() == 1
    assert planned.items.count() == 2


def test_what_was_told_alone_is_not_put_under_another(planned, adopted, owe, roads, respondent, moderator):
    from civic.journeys.answer import answer
    from tests.civic.journeys.test_answer import ADOPTED

    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    other = Execution.objects.exclude(pk=planned.pk).get()
    share = {"execution": other, "item": adopted, "reason": "같은 공사", "by": moderator}
    assert refused(carry_out.share, at=timezone.now(), **share) == "told_already"
