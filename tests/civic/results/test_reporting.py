"""Staff write what came of a debate; what is published stays, and what somebody takes back goes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from civic.debates.actions import withdraw_opinion
from civic.gatherings.models import Gathering
from civic.journeys.debate import hide_opinion
from civic.journeys.report import (
    begin_report,
    leave_quote_out,
    publish_report,
    quote_opinion,
    regenerate_report,
    write_section,
)
from civic.people.models import Role
from civic.results.due import due_at, is_overdue, waiting_for_report
from civic.results.kinds import Part
from civic.results.models import ReportVersion
from civic.results.queries import quoted_in, sections_of
from civic.results.recounting import recount_of
from civic.results.showing import shown_version
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.results.conftest import said


def now():
    return timezone.now()


def publish(report, by, number=1, reason=""):
    return publish_report(report=report, number=number, reason=reason, by=by, at=now())


def texts(report):
    report.refresh_from_db()
    return {one.part: one.text for one in report.sections.all()}


def test_a_report_tells_in_words_what_was_counted(report):
    told = texts(report)

    assert "5" in told["numbers"] and "80.0%" in told["summary"] and "20.0%" in told["summary"]
    assert told["offline"]
    assert not told["head"]
    assert [one.part for one in sections_of(report)][:3] == ["summary", "course", "numbers"]


def test_nobody_reports_a_debate_that_runs(debate, moderator):
    with pytest.raises(Refused) as refused:
        begin_report(debate=debate(), by=moderator, at=now())
    assert refused.value.verdict.code == "debate_runs"


def test_a_citizen_and_another_department_write_no_report(ended, make_citizen, make_staff):
    from civic.people.models import Department

    held = ended(pro=1)
    other = make_staff(Role.RESPONDENT, Department.objects.create(code="other", name="다른과"))
    for person in (make_citizen(), other):
        with pytest.raises(Refused) as refused:
            begin_report(debate=held, by=person, at=now())
        assert refused.value.verdict.code == "not_allowed"


def test_beginning_twice_is_beginning_once(ended, moderator):
    held = ended(pro=1)
    first = begin_report(debate=held, by=moderator, at=now())

    assert begin_report(debate=held, by=moderator, at=now()) == first


def test_generating_again_keeps_what_staff_wrote(report, moderator, make_citizen):
    write_section(
        report=report, part=Part.SUMMARY, text="우리말로 쓴 요약", is_shown=True, by=moderator, at=now()
    )
    said(report.debate, make_citizen(), "con", at=report.debate.opened_at + timedelta(days=3))
    regenerate_report(report=report, by=moderator, at=now())

    told = texts(report)
    assert told["summary"] == "우리말로 쓴 요약"
    assert "6" in told["numbers"]
    write_section(report=report, part=Part.SUMMARY, text=None, is_shown=True, by=moderator, at=now())
    assert "66.7%" in texts(report)["summary"]


def test_numbers_and_course_cannot_be_left_out(report, moderator):
    with pytest.raises(Refused) as refused:
        write_section(report=report, part=Part.NUMBERS, text=None, is_shown=False, by=moderator, at=now())
    assert refused.value.verdict.code == "part_needed"


def test_a_published_version_keeps_its_numbers_and_says_when_a_recount_differs(
    report, moderator, make_citizen
):
    version = publish(report, moderator)
    assert recount_of(version) is None

    hide_opinion(
        opinion=report.debate.opinions.filter(side="con").get(), reason="욕설", by=moderator, at=now()
    )

    found = recount_of(version)
    assert (found.then.con, found.now.con) == (1, 0)
    assert shown_version(ReportVersion.objects.get(pk=version.pk)).count.con == 1


def test_a_version_never_changes(report, moderator):
    version = publish(report, moderator)
    for change in (
        lambda: ReportVersion.objects.filter(pk=version.pk).update(reason="몰래"),
        lambda: ReportVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            change()


def test_a_second_version_needs_a_reason(report, moderator):
    publish(report, moderator)
    with pytest.raises(Refused) as refused:
        publish(report, moderator, number=2)
    assert refused.value.verdict.code == "reason_missing"
    assert publish(report, moderator, number=2, reason="답변이 나왔습니다").number == 2


def test_whoever_comes_second_reads_first(report, moderator):
    publish(report, moderator)
    with pytest.raises(Refused) as refused:
        publish(report, moderator, number=1)
    assert refused.value.verdict.code == "published_meanwhile"


def test_publishing_is_an_event_in_the_same_transaction(report, moderator):
    version = publish(report, moderator)
    event = Event.objects.get(kind="results.report.published")
    assert (event.subject_id, event.data["report"], event.data["number"]) == (version.pk, report.pk, 1)


def quoted(report, moderator):
    opinion = report.debate.opinions.filter(side="con").get()
    quote_opinion(report=report, opinion=opinion, by=moderator, at=now())
    return opinion


@pytest.mark.parametrize("keeps_vote", [True, False])
def test_a_quote_that_its_author_takes_back_is_gone_from_every_version(report, moderator, keeps_vote):
    opinion = quoted(report, moderator)
    versions = [publish(report, moderator), publish(report, moderator, 2, "다시")]
    assert [quoted_in(one) for one in versions] == [[opinion], [opinion]]

    withdraw_opinion(opinion=opinion, keeps_vote=keeps_vote, at=now())

    assert [quoted_in(one) for one in versions] == [[], []]


def test_a_quote_that_is_hidden_is_gone(report, moderator):
    opinion = quoted(report, moderator)
    version = publish(report, moderator)
    hide_opinion(opinion=opinion, reason="욕설", by=moderator, at=now())
    assert quoted_in(version) == []


def test_what_nobody_can_read_cannot_be_quoted(report, moderator, ended):
    opinion = report.debate.opinions.filter(side="con").get()
    hide_opinion(opinion=opinion, reason="욕설", by=moderator, at=now())
    with pytest.raises(Refused) as refused:
        quote_opinion(report=report, opinion=opinion, by=moderator, at=now())
    assert refused.value.verdict.code == "opinion_gone"
    with pytest.raises(Refused) as refused:
        quote_opinion(report=report, opinion=ended(pro=1).opinions.get(), by=moderator, at=now())
    assert refused.value.verdict.code == "other_debate"


def test_a_quote_left_out_stands_in_the_versions_that_had_it(report, moderator):
    opinion = quoted(report, moderator)
    first = publish(report, moderator)
    leave_quote_out(report=report, opinion_id=opinion.pk, by=moderator)
    second = publish(report, moderator, 2, "인용을 줄였습니다")
    assert (quoted_in(first), quoted_in(second)) == ([opinion], [])


def test_a_version_holds_nobodys_words(report, moderator):
    quoted(report, moderator)
    version = publish(report, moderator)
    kept = f"{version.sections} {version.data}"
    for opinion in report.debate.opinions.exclude(body=""):
        assert opinion.body not in kept
        assert opinion.author.name not in kept


def test_the_rules_date_is_counted_from_the_end(ended):
    held = ended(pro=1, publish_days=30)
    due = due_at(held)
    assert timedelta(days=30) <= due - held.closes_at <= timedelta(days=31)
    assert not is_overdue(held, due - timedelta(seconds=1))
    assert is_overdue(held, due)
    assert due_at(ended(pro=1)) is None


def test_a_debate_waits_until_its_report_is_published(ended, moderator):
    held = ended(pro=1)
    assert held in waiting_for_report(now())
    report = begin_report(debate=held, by=moderator, at=now())
    assert held in waiting_for_report(now())
    publish(report, moderator)
    assert held not in waiting_for_report(now())


def test_minutes_of_a_gathering_stand_in_the_report(ended, moderator):
    held = ended(pro=1)
    met = Gathering.objects.create(
        kind="workshop",
        title="동네 토론회",
        description="",
        place="도서관",
        begins_at=held.opened_at + timedelta(days=3),
        ends_at=held.opened_at + timedelta(days=3, hours=2),
        created_at=held.opened_at,
        changed_at=held.opened_at,
        published_at=held.opened_at,
        takes_signups=False,
        minutes="열두 명이 모여 이야기했습니다.",
        minutes_at=now(),
    )
    met.debates.add(held)

    told = texts(begin_report(debate=held, by=moderator, at=now()))

    assert "동네 토론회" in told["offline"] and "열두 명이 모여 이야기했습니다." in told["offline"]
