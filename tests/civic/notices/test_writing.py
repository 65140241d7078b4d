"""Who writes notices, when they are read, and what is written down about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.notices.actions import (
    Wording,
    change_notice,
    hide_notice,
    show_notice,
    write_notice,
)
from civic.notices.models import Notice, State
from civic.notices.queries import shown
from civic.notices.rules import MOST_PINNED
from civic.people.models import Department, Role
from platform_core.access import Refused
from platform_core.events.models import Event

NOW = timezone.now()
WORDS = Wording("점검 안내", "밤에 멈춥니다.", begins_at=NOW)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_moderators_and_administrators_write_notices(haneul, make_staff, role):
    notice = write_notice(wording=WORDS, by=make_staff(role), at=NOW)
    assert notice in shown(NOW)
    assert Event.objects.filter(kind="notices.notice.written", subject_id=str(notice.pk)).exists()


def test_respondents_and_citizens_do_not(haneul, citizen, make_staff, make_notice):
    notice = make_notice()
    roads = Department.objects.create(code="roads", name="도로과")
    for person in (citizen, make_staff(Role.RESPONDENT, roads)):
        for deed in (
            lambda who=person: write_notice(wording=WORDS, by=who, at=NOW),
            lambda who=person: change_notice(notice=notice, wording=WORDS, by=who, at=NOW),
            lambda who=person: hide_notice(notice=notice, reason="오타", by=who, at=NOW),
            lambda who=person: show_notice(notice=notice, by=who, at=NOW),
        ):
            with pytest.raises(Refused) as refusal:
                deed()
            assert refusal.value.verdict.code == "not_allowed"


def test_a_notice_is_read_between_its_dates_and_no_clock_moves_it(make_notice):
    notice = make_notice(begins_at=NOW, ends_at=NOW + timedelta(days=1), at=NOW)
    moments = [NOW - timedelta(seconds=1), NOW, NOW + timedelta(hours=23), NOW + timedelta(days=1)]
    assert [notice.state(at) for at in moments] == [State.COMING, State.SHOWN, State.SHOWN, State.OVER]
    assert [notice in shown(at) for at in moments] == [False, True, True, False]


def test_a_draft_is_read_by_nobody(make_notice):
    assert make_notice(begins_at=None).state(NOW) == State.DRAFT
    assert not shown(NOW + timedelta(days=999)).exists()


@pytest.mark.parametrize(
    ("begins_at", "code"), [(None, "no_beginning"), (NOW + timedelta(days=1), "ends_first")]
)
def test_a_notice_ends_after_it_begins(make_notice, begins_at, code):
    with pytest.raises(Refused) as refusal:
        make_notice(begins_at=begins_at, ends_at=NOW)
    assert refusal.value.verdict.code == code


def test_words_that_people_had_read_get_a_mark(make_notice, moderator):
    read, coming = make_notice("읽은 글"), make_notice("올 글", begins_at=NOW + timedelta(days=1))
    for notice in (read, coming):
        wording = Wording(notice.title, "일요일로 바뀌었습니다.", begins_at=notice.begins_at)
        assert change_notice(notice=notice, wording=wording, by=moderator, at=timezone.now())
        assert not change_notice(notice=notice, wording=wording, by=moderator, at=timezone.now())
        notice.refresh_from_db()
    assert read.edited_at and read.edited_by == moderator
    assert coming.edited_at is None
    assert Event.objects.filter(kind="notices.notice.changed").latest("pk").data["what"] == ["body"]


def test_pinning_alone_is_no_edition(make_notice, moderator):
    notice = make_notice()
    wording = Wording(notice.title, notice.body, is_pinned=True, begins_at=notice.begins_at)
    change_notice(notice=notice, wording=wording, by=moderator, at=timezone.now())
    assert Notice.objects.get().edited_at is None


def test_who_hid_it_when_and_why_is_kept_and_it_can_be_shown_again(make_notice, moderator):
    notice, at = make_notice(), timezone.now()
    assert hide_notice(notice=notice, reason="날짜가 틀림", by=moderator, at=at)
    assert not hide_notice(notice=notice, reason="다시", by=moderator, at=at)
    notice.refresh_from_db()
    assert (notice.hidden_by, notice.hidden_at, notice.hidden_reason) == (moderator, at, "날짜가 틀림")
    assert notice not in shown(at)
    assert show_notice(notice=notice, by=moderator, at=at)
    assert not show_notice(notice=notice, by=moderator, at=at)
    assert notice in shown(at)
    kinds = Event.objects.filter(subject_id=str(notice.pk), kind__startswith="notices.")
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "notices.notice.written",
        "notices.notice.hidden",
        "notices.notice.shown",
    ]


def test_only_so_many_stand_at_the_top(make_notice, moderator):
    tops = [make_notice(f"고정 {number}", is_pinned=True) for number in range(MOST_PINNED)]
    with pytest.raises(Refused) as refusal:
        make_notice("하나 더", is_pinned=True)
    assert refusal.value.verdict.code == "too_many_pinned"
    hide_notice(notice=tops[0], reason="지난 일", by=moderator, at=NOW)
    make_notice("이제 된다", is_pinned=True)
    with pytest.raises(Refused):
        show_notice(notice=tops[0], by=moderator, at=NOW)


def test_markup_is_light_and_harmless(make_notice):
    notice = make_notice(body="**굵게** <script>alert(1)</script>")
    assert "<strong>굵게</strong>" in notice.body_html and "<script" not in notice.body_html
