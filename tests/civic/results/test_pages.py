"""What citizens and staff see of reports, on the page, in files and in their news."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from civic.debates.actions import withdraw_opinion, write_opinion
from civic.debates.models import Debate
from civic.journeys import tasks
from civic.journeys.report import begin_report, publish_report, quote_opinion, write_section
from civic.notifications.letters import headline
from civic.notifications.models import Notification
from civic.proposals.models import Proposal
from civic.results.kinds import Part
from civic.results.models import Quote, Report, ReportVersion
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tests.civic.results.conftest import said

URLS = "platform_core.project.urls_institution"
MOST_QUERIES = 26


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr(tasks.print_report, "apply_async", lambda **_options: None)


def at(name, **arguments):
    return reverse(name, kwargs=arguments, urlconf=URLS)


@pytest.fixture
def published(report, moderator):
    opinion = report.debate.opinions.filter(side="con").get()
    quote_opinion(report=report, opinion=opinion, by=moderator, at=timezone.now())
    publish_report(report=report, number=1, reason="", by=moderator, at=timezone.now())
    write_section(
        report=report,
        part=Part.NEXT,
        text="예산을 다시 짭니다.",
        is_shown=True,
        by=moderator,
        at=timezone.now(),
    )
    return publish_report(
        report=report, number=2, reason="실행을 더했습니다", by=moderator, at=timezone.now()
    )


def test_everybody_reads_the_latest_version_first(published, visit, haneul):
    page = visit(haneul).get(at("portal:result", pk=published.report_id)).content.decode()

    assert "난임 시술을 지원할까요?" in page and "예산을 다시 짭니다." in page
    assert "80.0%" in page and "예산이 모자라니 신중해야 합니다." in page
    assert 'property="og:title"' in page and "<svg" in page
    assert "style=" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_an_earlier_version_says_that_there_is_a_newer_one(published, visit, haneul):
    page = visit(haneul).get(at("portal:result_version", pk=published.report_id, number=1)).content.decode()

    assert at("portal:result", pk=published.report_id) in page and "noindex" in page
    assert "예산을 다시 짭니다." not in page


def test_what_changed_between_versions_can_be_read(published, visit, haneul):
    page = visit(haneul).get(at("portal:result_difference", pk=published.report_id, number=2))

    assert page.status_code == 200
    assert "<ins>예산을 다시 짭니다.</ins>" in page.content.decode()
    assert (
        visit(haneul).get(at("portal:result_difference", pk=published.report_id, number=1)).status_code == 404
    )


def test_a_quote_taken_back_is_gone_from_the_page(published, visit, haneul):
    opinion = published.quotes.get().opinion
    withdraw_opinion(opinion=opinion, keeps_vote=True, at=timezone.now())

    for name, more in (("portal:result", {}), ("portal:result_version", {"number": 1})):
        page = visit(haneul).get(at(name, pk=published.report_id, **more)).content.decode()
        assert "예산이 모자라니" not in page


def test_what_is_not_published_is_not_there(report, visit, haneul, moderator):
    assert visit(haneul).get(at("portal:result", pk=report.pk)).status_code == 404
    assert visit(haneul, as_=moderator).get(at("portal:result", pk=report.pk)).status_code == 404


def test_the_report_of_a_hidden_item_is_gone(published, visit, haneul, moderator):
    Proposal.objects.filter(pk=published.report.debate.item_id).update(standing="hidden")

    assert visit(haneul).get(at("portal:result", pk=published.report_id)).status_code == 404
    assert visit(haneul).get(at("portal:result_opinions", pk=published.report_id)).status_code == 404
    assert "난임" not in visit(haneul).get(at("portal:results")).content.decode()


def test_a_neighbour_sees_nothing_of_it(published, visit, bada, neighbour, haneul):
    for path in (
        at("portal:result", pk=published.report_id),
        at("portal:result_opinions", pk=published.report_id),
        at("portal:result_pdf", pk=published.report_id, number=2),
    ):
        assert visit(bada, as_=neighbour).get(path).status_code == 404
    desk = visit(haneul, as_=neighbour).get(at("desk:report", pk=published.report_id))
    assert desk.status_code == 302
    refused = visit(haneul, as_=neighbour).post(
        at("desk:report_publication", pk=published.report_id), {"number": 3}
    )
    assert refused.status_code in (302, 403)
    assert ReportVersion.objects.count() == 2


def test_the_list_marks_what_is_overdue(ended, visit, haneul):
    held = ended(pro=1, publish_days=7)
    Debate.objects.filter(pk=held.pk).update(closes_at=timezone.now() - timedelta(days=10))

    page = visit(haneul).get(at("portal:results")).content.decode()

    assert held.question in page and "badge--overdue" in page


def test_the_numbers_and_opinions_are_tables_without_anybody(published, visit, haneul, make_citizen):
    held = published.report.debate
    said(held, make_citizen("=cmd|' /C calc'!A0"), "con", at=held.opened_at, body="=SUM(A1:A9)")
    opinions = visit(haneul).get(at("portal:result_opinions", pk=published.report_id))
    content = b"".join(opinions.streaming_content).decode()

    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert len(rows) == 1 + held.opinions.filter(standing="open").exclude(body="").count()
    assert "'=SUM(A1:A9)" in rows[-1]
    assert not any(name in content for name in ("pro 0", "con 0", "calc", "@example"))
    numbers = visit(haneul).get(at("portal:result_numbers", pk=published.report_id, number=1))
    assert "80.0%" in b"".join(numbers.streaming_content).decode()


def test_the_workbook_has_no_formula(published, visit, haneul, make_citizen):
    held = published.report.debate
    said(held, make_citizen(), "con", at=held.opened_at, body="=1+1 http://example.org/")
    answer = visit(haneul).get(at("portal:result_xlsx", pk=published.report_id, number=2))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(book.sheetnames) == 2
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert any(cell.value == "'=1+1 http://example.org/" for cell in cells)


def test_the_page_costs_the_same_with_many_opinions(published, visit, haneul, make_citizen, count_queries):
    few = count_queries(haneul, at("portal:result", pk=published.report_id))
    held = published.report.debate
    for number in range(12):
        said(held, make_citizen(f"더 {number}"), "pro", at=held.opened_at)

    assert count_queries(haneul, at("portal:result", pk=published.report_id)) == few <= MOST_QUERIES


@pytest.fixture
def count_queries(visit, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(where, path):
        visitor = visit(where)
        visitor.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(path).status_code == 200
        return len(captured)

    return count


def test_everybody_who_took_part_is_told_once(published, make_citizen):
    announce_pending()
    announce_pending()

    told = Notification.objects.filter(kind="result")
    authors = published.report.debate.opinions.exclude(author=None).values("author").distinct().count()
    # Two versions, each told to everybody.
    assert told.count() == authors * 2
    assert {one.data["path"] for one in told} == {at("portal:result", pk=published.report_id)}
    assert {headline(one.kind, one.data) for one in told} == {
        headline("result", {"event": "results.report.published", "number": number}) for number in (1, 2)
    }
    letters = OutboundMail.objects.filter(dedupe_key__startswith="event:")
    assert at("portal:result", pk=published.report_id) in letters.latest("pk").text


def test_staff_go_from_the_list_to_a_published_report(ended, visit, haneul, moderator, mailoutbox):
    held = ended(pro=2, con=1, publish_days=30)
    desk = visit(haneul, as_=moderator)
    assert held.question in desk.get(at("desk:reports")).content.decode()
    begun = desk.post(at("desk:report_beginning", debate=held.pk), follow=True)
    report = Report.objects.get(debate=held)
    assert begun.status_code == 200 and held.question in begun.content.decode()

    written = desk.post(
        at("desk:report_part", pk=report.pk, part="summary"),
        {"text": "짧게 말하면", "is_shown": "on"},
        follow=True,
    )
    assert "짧게 말하면" in written.content.decode()
    opinion = held.opinions.filter(side="con").get()
    desk.post(at("desk:report_quote", pk=report.pk, opinion=opinion.pk), {"wanted": "1"})
    assert Quote.objects.filter(report=report).count() == 1
    assert "예산이 모자라니" in desk.get(at("desk:report_preview", pk=report.pk)).content.decode()
    done = desk.post(at("desk:report_publication", pk=report.pk), {"number": "1"}, follow=True)
    assert done.status_code == 200
    assert visit(haneul).get(at("portal:result", pk=report.pk)).status_code == 200


def test_a_refusal_keeps_what_was_typed(published, visit, haneul, moderator):
    page = visit(haneul, as_=moderator).post(
        at("desk:report_publication", pk=published.report_id), {"number": "2", "reason": "급히 고칩니다"}
    )

    assert page.status_code == 409 and "급히 고칩니다" in page.content.decode()
    assert ReportVersion.objects.count() == 2


def test_too_long_a_part_is_refused_with_its_text(report, visit, haneul, moderator):
    page = visit(haneul, as_=moderator).post(
        at("desk:report_part", pk=report.pk, part="summary"), {"text": "가" * 20_001, "is_shown": "on"}
    )
    assert page.status_code == 422 and "가가가" in page.content.decode()


def test_a_respondent_of_another_department_reads_but_does_not_write(report, visit, haneul, make_staff):
    from civic.people.models import Department, Role

    person = make_staff(Role.RESPONDENT, Department.objects.create(code="x", name="다른과"))
    desk = visit(haneul, as_=person)
    assert desk.get(at("desk:report", pk=report.pk)).status_code == 200
    assert desk.get(at("desk:report_publication", pk=report.pk)).status_code == 403
    assert desk.post(at("desk:report_generation", pk=report.pk)).status_code == 403


def test_a_long_list_of_opinions_to_quote_goes_on(report, visit, haneul, moderator, make_citizen):
    held = report.debate
    for number in range(25):
        write_opinion(
            debate=held, author=make_citizen(), side="con", body=f"의견 {number}", at=held.opened_at
        )
    desk = visit(haneul, as_=moderator)
    first = desk.get(at("desk:report_quotes", pk=report.pk), {"side": "con"}).content.decode()
    assert "after=" in first
    assert desk.get(at("desk:report_quotes", pk=report.pk), {"after": "torn"}).status_code == 200


def test_the_report_of_a_debate_without_sides_has_no_shares(debate, visit, haneul, moderator, make_citizen):
    from tests.civic.debates.conftest import rules_of_debate

    held = debate(rules_of_debate(debate={"form": "open"}), ago=timedelta(days=31))
    write_opinion(debate=held, author=make_citizen(), side="", body="꽃을 심읍시다", at=held.opened_at)
    report = begin_report(debate=held, by=moderator, at=timezone.now())
    publish_report(report=report, number=1, reason="", by=moderator, at=timezone.now())

    page = visit(haneul).get(at("portal:result", pk=report.pk)).content.decode()
    assert page.count('<svg class="chart"') == 1


def test_the_proposal_and_the_debate_lead_to_the_report(published, visit, haneul):
    there = at("portal:result", pk=published.report_id)
    debate = published.report.debate

    assert there in visit(haneul).get(at("portal:proposal", number=debate.item_id)).content.decode()
    assert there in visit(haneul).get(at("portal:debate", pk=debate.pk)).content.decode()
