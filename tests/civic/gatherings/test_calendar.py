"""Calendar files against what RFC 5545 says, read back by a reader written from the same document."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from civic.gatherings.actions import cancel_gathering, change_gathering
from civic.gatherings.calendar import Entry, calendar, escape, fold, in_utc
from civic.gatherings.models import Gathering
from civic.people.models import Role
from tests.civic.gatherings.conftest import plan_for

URL = "https://haneul.example/gatherings/1/"
TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=300)


def content_lines(raw: bytes) -> list[str]:
    """3.1: lines end in CRLF; a line end followed by a space is none. Fails for a line of more than 75 octets."""
    assert raw.endswith(b"\r\n")
    physical = raw[:-2].split(b"\r\n")
    for line in physical:
        assert len(line) <= 75, line
        assert b"\n" not in line and b"\r" not in line
        line.decode()  # no character is cut apart
    return re.sub(rb"\r\n[ \t]", b"", raw[:-2]).decode().split("\r\n")


def unescape(value: str) -> str:
    """3.3.11."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def facts(raw: bytes) -> dict[str, str]:
    """The properties of the only event; each name stands once."""
    lines = content_lines(raw)
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    pairs = [line.partition(":")[::2] for line in event]
    assert len(dict(pairs)) == len(pairs)
    return {name: unescape(value) for name, value in pairs}


def file_of(gathering) -> bytes:
    return calendar([Entry(Gathering.objects.get(pk=gathering.pk), URL)])


def test_a_file_has_what_every_calendar_must_have(haneul, make_gathering):
    lines = content_lines(file_of(make_gathering()))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines and sum(line.startswith("PRODID:") for line in lines) == 1
    names = {line.partition(":")[0] for line in lines}
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"} <= names


def test_korean_emoji_and_signs_come_back_as_they_were(haneul, make_gathering):
    title = "마당 워크숍 👨‍👩‍👧‍👦; “쉼표, 역슬래시\\” 🎉" * 2
    read = facts(file_of(make_gathering(title=title, directions="1층;\n2층, 왼쪽")))
    assert read["SUMMARY"] == title
    assert "1층;\n2층, 왼쪽" in read["DESCRIPTION"]
    assert read["LOCATION"] == "하늘도서관 2층, 하늘시 구름로 12"


@given(TEXTS)
def test_any_text_fits_the_lines_and_comes_back(text):
    [line] = content_lines(fold(f"SUMMARY:{escape(text)}"))
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", kept)
    assert unescape(line.removeprefix("SUMMARY:")) == kept


def test_nobody_smuggles_a_property_in_through_a_title(haneul, make_gathering):
    read = facts(file_of(make_gathering(title="제목\r\nATTENDEE:mailto:x@example.org")))
    assert "ATTENDEE" not in read


def test_times_are_those_of_the_institutions_clock_told_in_utc(haneul, make_gathering):
    begins = datetime(2031, 3, 30, 10, 0, tzinfo=ZoneInfo("Asia/Seoul"))
    read = facts(file_of(make_gathering(
        begins_at=begins, ends_at=begins + timedelta(hours=2), kept_until=datetime(2031, 4, 10).date()
    )))  # fmt: skip
    assert (read["DTSTART"], read["DTEND"]) == ("20310330T010000Z", "20310330T030000Z")


def test_a_time_in_the_hour_that_comes_twice_keeps_its_instant():
    """Berlin, 2030-10-27: 02:30 comes twice; `fold` says which is meant."""
    zone = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2030, 10, 27, 2, 30, tzinfo=zone, fold=which) for which in (0, 1))
    assert [in_utc(first), in_utc(second)] == ["20301027T003000Z", "20301027T013000Z"]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        in_utc(datetime(2030, 1, 1))


def test_a_change_keeps_the_uid_and_counts_up(haneul, make_staff, make_gathering):
    gathering, now = make_gathering(), timezone.now()
    before = facts(file_of(gathering))
    plan = plan_for(now, begins_at=gathering.begins_at + timedelta(hours=1), ends_at=gathering.ends_at + timedelta(hours=1))  # fmt: skip
    later = now + timedelta(minutes=5)
    change_gathering(gathering=gathering, plan=plan, by=make_staff(Role.MODERATOR), at=later)
    after = facts(file_of(gathering))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert after["DTSTAMP"] == later.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def test_what_no_calendar_shows_counts_nothing_up(haneul, make_staff, make_gathering):
    gathering, now = make_gathering(), timezone.now()
    plan = plan_for(now, begins_at=gathering.begins_at, ends_at=gathering.ends_at, capacity=7)
    change_gathering(gathering=gathering, plan=plan, by=make_staff(Role.MODERATOR), at=now)
    assert facts(file_of(gathering))["SEQUENCE"] == "0"


def test_a_cancelled_gathering_says_so_and_why(haneul, make_staff, make_gathering):
    gathering = make_gathering()
    cancel_gathering(gathering=gathering, reason="태풍", by=make_staff(Role.MODERATOR), at=timezone.now())
    read = facts(file_of(gathering))
    assert (read["STATUS"], read["SEQUENCE"]) == ("CANCELLED", "1")
    assert read["DESCRIPTION"].startswith("태풍")


def test_the_feed_tells_of_published_ones_only(haneul, visit, make_gathering):
    make_gathering(title="공개된 워크숍")
    make_gathering(title="준비 중인 워크숍", publish=False)
    answer = visit(haneul).get("/gatherings/calendar.ics")
    lines = content_lines(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:공개된 워크숍" in lines and "SUMMARY:준비 중인 워크숍" not in lines
