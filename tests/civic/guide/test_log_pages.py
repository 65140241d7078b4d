"""The monitoring log at the desk, and what is suggested for it every hour."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.guide.models import EntryKind, LogEntry, OwnCase, OwnPoint, Signal
from civic.guide.tasks import look_around_here
from tenants.context import institution_context


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


def body(answer):
    return answer.content.decode()


@pytest.fixture
def desk(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


@pytest.fixture
def signal(propose):
    return Signal.objects.create(
        kind="burst",
        mark="burst:1",
        proposal=propose("갑자기 몰린 것"),
        data={"supports": 40, "usual": 1.5},
        found_at=timezone.now(),
    )


def test_a_moderator_writes_a_line_about_a_proposal(desk, propose):
    proposal = propose("눈여겨볼 것")
    sent = {
        "day": timezone.localdate().isoformat(),
        "kind": "worthy",
        "text": "공익성이 큼",
        "number": f"#{proposal.pk}",
    }
    text = body(desk.post(to("guide_log"), sent, follow=True))
    assert "공익성이 큼" in text and "눈여겨볼 것" in text
    assert LogEntry.objects.get().proposal == proposal


@pytest.mark.parametrize(
    "wrong", [{"number": "99999999"}, {"number": "x"}, {"text": " "}, {"day": "2999-01-01"}, {"kind": "odd"}]
)
def test_a_line_that_is_not_right_keeps_what_was_typed(desk, wrong):
    sent = {
        "day": timezone.localdate().isoformat(),
        "kind": "worthy",
        "text": "지킬 말",
        "number": "",
    } | wrong
    answer = desk.post(to("guide_log"), sent)
    assert answer.status_code == 422 and not LogEntry.objects.exists()
    assert "text" in wrong or "지킬 말" in body(answer)


def test_a_respondent_reads_the_log_and_writes_nothing(haneul, visit, respondent, signal):
    visitor = visit(haneul, as_=respondent)
    assert visitor.get(to("guide_log")).status_code == 200
    assert visitor.post(to("guide_log"), {"text": "x"}).status_code == 403
    assert visitor.post(to("guide_signal", signal.pk), {"deed": "take", "take-text": "x"}).status_code == 403


def test_the_log_is_read_by_day_page_by_page(desk, moderator):
    today, now = timezone.localdate(), timezone.now()
    LogEntry.objects.bulk_create(
        LogEntry(day=today - timedelta(days=n % 9), kind=EntryKind.UNUSUAL, text=f"줄{n:03}", at=now)
        for n in range(45)
    )
    seen, url = [], to("guide_log")
    while url:
        page = desk.get(url).context["page"]
        seen += [(one.day, one.pk) for one in page.rows]
        url = f"{to('guide_log')}{page.next_url}" if page.next_url else ""
    assert len(set(seen)) == 45 and seen == sorted(seen, reverse=True)


def test_a_line_is_taken_off_the_log(desk):
    entry = LogEntry.objects.create(
        day=timezone.localdate(), kind="unusual", text="틀린 줄", at=timezone.now()
    )
    assert "틀린 줄" not in body(desk.post(to("guide_entry_removal", entry.pk), follow=True)).replace(
        "– 틀린 줄", ""
    )


def test_a_suggestion_becomes_a_line_in_ones_own_words(desk, signal):
    assert "갑자기 몰린 것" in body(desk.get(to("guide_log")))
    text = body(
        desk.post(to("guide_signal", signal.pk), {"deed": "take", "take-text": "방송에 나왔음"}, follow=True)
    )
    assert "방송에 나왔음" in text
    assert LogEntry.objects.get().signal == signal


def test_a_suggestion_is_dismissed_only_with_a_reason(desk, signal):
    address = to("guide_signal", signal.pk)
    assert desk.post(address, {"deed": "dismiss", "dismiss-reason": ""}).status_code == 422
    desk.post(address, {"deed": "dismiss", "dismiss-reason": "학교 과제였음"})
    assert "학교 과제였음" in body(desk.get(address))
    late = desk.post(address, {"deed": "take", "take-text": "늦은 사람"})
    assert late.status_code == 409 and not LogEntry.objects.exists()


def test_once_an_hour_somebody_looks_around(haneul, propose, make_citizen):
    author = make_citizen("반복하는사람")
    for _number in range(3):
        propose("같은 말", author=author)
    look_around_here(institution_id=haneul.pk)
    with institution_context(haneul):
        assert Signal.objects.get().kind == "repeated"


def test_an_institution_adds_a_point_and_a_case_of_its_own(desk):
    desk.post(to("guide_new_point", "planning"), {"text": "의회에 알렸습니다.", "per": "year"})
    desk.post(to("guide_new_case", "planning"), {"title": "첫해", "text": "너무 많이 약속했습니다."})
    text = body(desk.get(to("guide_chapter", "planning")))
    assert "의회에 알렸습니다." in text and "너무 많이 약속했습니다." in text
    point = OwnPoint.objects.get()
    about = f"year:{timezone.localdate().year}"
    desk.post(to("guide_tick"), {"point": f"own:{point.pk}", "about": about, "note": "3월"})
    assert "3월" in body(desk.get(to("guide_chapter", "planning")))
    desk.post(to("guide_point_removal", point.pk))
    assert "의회에 알렸습니다." not in body(desk.get(to("guide_chapter", "planning")))
    assert OwnCase.objects.count() == 1


def test_an_own_point_without_words_is_asked_for_again(desk):
    answer = desk.post(to("guide_new_point", "planning"), {"text": "", "per": "debate"})
    assert answer.status_code == 422 and not OwnPoint.objects.exists()
