"""The plan of a year at the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.guide.models import Goal, PlanEdition, Programme


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


def body(answer):
    return answer.content.decode()


@pytest.fixture
def year():
    return timezone.localdate().year


@pytest.fixture
def desk(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


def typed(*, based_on=0, programmes=(), goals=(), known_goals=0, reason=""):
    """`known_goals`: how many of the goals the page showed already."""
    sent = {"based_on": based_on, "reason": reason}
    for prefix, rows in (("programmes", programmes), ("goals", goals)):
        sent |= {
            f"{prefix}-TOTAL_FORMS": len(rows),
            f"{prefix}-INITIAL_FORMS": known_goals if prefix == "goals" else 0,
        }
        sent |= {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return sent


GOAL = {"text": "제안 300개", "kind": "number", "measure": "proposals", "target": 300, "state": "open"}


def test_the_plan_is_written_and_its_numbers_are_counted(desk, year, propose):
    propose()
    answer = desk.get(to("guide_plan_writing", year))
    assert answer.status_code == 200
    sent = typed(programmes=[{"name": "찾아가는 제안", "purpose": "못 오는 시민"}], goals=[GOAL])
    text = body(desk.post(to("guide_plan_writing", year), sent, follow=True))
    assert "찾아가는 제안" in text and "못 오는 시민" in text and "1/300" in text


def test_what_is_emptied_leaves_the_plan_and_the_earlier_edition_stays(desk, year):
    desk.post(to("guide_plan_writing", year), typed(programmes=[{"name": "행사"}], goals=[GOAL]))
    desk.post(
        to("guide_plan_writing", year),
        typed(based_on=1, goals=[GOAL], known_goals=1, reason="예산이 줄었습니다."),
    )
    assert not Programme.objects.exists() and Goal.objects.count() == 1
    assert "행사" in body(desk.get(to("guide_plan_edition", year, 1)))
    assert "예산이 줄었습니다." in body(desk.get(to("guide_plan", year)))
    assert desk.get(to("guide_plan_edition", year, 3)).status_code == 404


def test_two_who_write_at_once_do_not_overwrite_each_other(desk, year):
    desk.post(to("guide_plan_writing", year), typed(goals=[GOAL]))
    answer = desk.post(to("guide_plan_writing", year), typed(goals=[GOAL | {"text": "늦은 목표"}]))
    assert answer.status_code == 422 and "늦은 목표" in body(answer)
    assert PlanEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("programme", "goal"),
    [
        ({"purpose": "이름 없는 사업"}, GOAL),
        ({"name": "사업"}, GOAL | {"target": ""}),
        ({"name": "사업"}, GOAL | {"target": -1}),
        ({"name": "사업"}, GOAL | {"measure": "odd"}),
        ({"name": "가" * 200}, GOAL),
    ],
)
def test_what_is_not_right_is_kept_and_said(desk, year, programme, goal):
    answer = desk.post(to("guide_plan_writing", year), typed(programmes=[programme], goals=[goal]))
    assert answer.status_code == 422 and "제안 300개" in body(answer)
    assert not PlanEdition.objects.exists()


def test_a_moderator_reads_the_plan_and_does_not_write_it(haneul, visit, moderator, year):
    visitor = visit(haneul, as_=moderator)
    assert visitor.get(to("guide_plan", year)).status_code == 200
    assert visitor.post(to("guide_plan_writing", year), typed(goals=[GOAL])).status_code == 403


@pytest.mark.parametrize("wrong", [0, 1999, 2101, 10**12])
def test_there_is_no_plan_for_a_year_nobody_plans(desk, wrong):
    assert desk.get(f"/desk/guide/plans/{wrong}/").status_code == 404
