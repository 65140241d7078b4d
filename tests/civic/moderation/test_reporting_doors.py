"""Reporting through the doors: with and without an account, without a script, and by a program."""

import pytest

from civic.api.tokens import create_token
from civic.moderation.models import Case, Report
from civic.proposals.actions import hide_proposal
from platform_core.accounts.guesses import Guesses


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two from one address, and a name of its own for each test."""
    from civic.api import report_views
    from civic.portal import moderation

    small = Guesses(f"report-{id(monkeypatch)}", most=2, within=3_600)
    monkeypatch.setattr(moderation, "REPORTS", small)
    monkeypatch.setattr(report_views, "REPORTS", small)


def test_a_stranger_reports_keeps_what_was_typed_and_is_stopped_when_it_is_a_program(
    visit, haneul, make_proposal
):
    items = [make_proposal(f"제안 {number}") for number in range(3)]
    door = visit(haneul)
    assert "/reports/proposal/" in door.get(f"/proposals/{items[0].pk}/").content.decode()
    wrong = door.post(f"/reports/proposal/{items[0].pk}/", {"words": "이 말은 남습니다"})
    assert wrong.status_code == 422 and "이 말은 남습니다" in wrong.content.decode()
    statuses = [
        door.post(f"/reports/proposal/{one.pk}/", {"ground": "privacy", "words": "전화번호"}).status_code
        for one in items
    ]
    assert statuses == [302, 302, 429]
    assert Report.objects.count() == 2
    assert not Report.objects.filter(source__contains="127.0").exists()


def test_a_program_reports_once_and_nothing_that_is_hidden(
    visit, haneul, make_proposal, make_citizen, moderator
):
    item, hidden = make_proposal(), make_proposal("숨긴 것")
    hide_proposal(proposal=hidden, reason="까닭", by=moderator, at=item.submitted_at)
    _token, key = create_token(user=make_citizen(), name="열쇠")
    door = visit(haneul, HTTP_AUTHORIZATION=f"Token {key}")

    def send(**data):
        return door.post("/api/v1/reports/", data, content_type="application/json")

    said = {"kind": "proposal", "ground": "abuse", "words": "심한 말"}
    assert send(number=item.pk, **said).json() == {"reported": True, "changed": True}
    assert send(number=item.pk, **said).json() == {"reported": True, "changed": False}
    assert send(number=hidden.pk, **said).status_code == 404
    assert send(number=item.pk, **{**said, "ground": "없음"}).status_code == 400
    assert Case.objects.get().report_count == 1


def test_staff_of_the_next_city_decide_nothing_here(visit, haneul, make_proposal, neighbour, make_citizen):
    item = make_proposal()
    visit(haneul, as_=make_citizen()).post(f"/reports/proposal/{item.pk}/", {"ground": "abuse"})
    case = Case.objects.get()
    answer = visit(haneul, as_=neighbour).post(
        f"/desk/moderation/{case.pk}/decision/", {"act": "hide", "ground": "abuse", "words": "왜"}
    )
    assert answer.status_code in (302, 403)
    case.refresh_from_db()
    item.refresh_from_db()
    assert (case.is_open, item.standing) == (True, "open")


def test_a_moderator_decides_in_the_queue_and_what_was_typed_stays(
    visit, haneul, make_proposal, moderator, make_citizen
):
    item = make_proposal()
    visit(haneul, as_=make_citizen()).post(f"/reports/proposal/{item.pk}/", {"ground": "abuse"})
    case, desk = Case.objects.get(), visit(haneul, as_=moderator)
    assert item.title in desk.get("/desk/moderation/").content.decode()
    wrong = desk.post(f"/desk/moderation/{case.pk}/decision/", {"act": "hide", "words": "까닭은 이것"})
    assert wrong.status_code == 422 and "까닭은 이것" in wrong.content.decode()
    none = desk.post("/desk/moderation/many/", {"act": "keep"})
    assert none.status_code == 422
    done = desk.post("/desk/moderation/many/", {"act": "keep", "case": [case.pk]}, follow=True)
    assert done.status_code == 200
    case.refresh_from_db()
    assert not case.is_open
