"""Reads of reports for doors."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from civic.debates.models import Debate, Opinion
from civic.debates.queries import debates_visible_to
from civic.processes.kinds import Visibility
from civic.proposals.models import Proposal, Standing
from civic.proposals.paging import LARGEST_ID, Order, Page, cut
from civic.results.kinds import Part
from civic.results.models import Printout, Report, ReportVersion, Section

PAGE_SIZE = 20
NEWEST = Order("results-newest", "published_at", is_time=True)
_ORDER = {part.value: place for place, part in enumerate(Part)}


def sections_of(report: Report) -> list[Section]:
    """All of them, in the order of reading."""
    return sorted(report.sections.all(), key=lambda one: _ORDER[one.part])


def versions_visible_to(viewer: Any) -> QuerySet[ReportVersion]:
    """Published versions of debates the viewer may open, the latest first."""
    seen = debates_visible_to(viewer).values("pk")
    return ReportVersion.objects.filter(report__debate__in=seen).select_related("report__debate__item")


def version_seen_by(viewer: Any, report: int, number: int | None = None) -> ReportVersion | None:
    """This one, or the latest."""
    if report > LARGEST_ID or (number or 0) > 2**31 - 1:
        return None
    found = versions_visible_to(viewer).filter(report=report)
    return found.filter(number=number).first() if number is not None else found.first()


def latest_versions() -> QuerySet[ReportVersion]:
    """Of every public report the version that stands now."""
    latest = ReportVersion.objects.order_by("report", "-number").distinct("report").values("pk")
    return ReportVersion.objects.filter(
        pk__in=latest,
        report__debate__item__standing=Standing.OPEN,
        report__debate__item__visibility=Visibility.PUBLIC,
    )


def list_reports(*, cursor: str = "", size: int = PAGE_SIZE) -> Page[ReportVersion]:
    """The latest version of every public report, the latest first; one query. Raises BadCursor."""
    found = latest_versions().select_related("report__debate")
    rows = list(found.filter(NEWEST.after(cursor)).order_by(*NEWEST.columns)[: size + 1])
    return cut(rows, size, lambda row: NEWEST.cursor(row.published_at, row.pk))


def quoted_in(version: ReportVersion) -> list[Opinion]:
    """Those everybody can still read, in the order they were chosen. No names: nobody asked their authors."""
    return _readable(Opinion.objects.filter(pk__in=version.quotes.values("opinion")), _places(version.quotes))


def quoted_so_far(report: Report) -> list[Opinion]:
    return _readable(Opinion.objects.filter(pk__in=report.quotes.values("opinion")), _places(report.quotes))


def _places(quotes: Any) -> list[int]:
    return list(quotes.values_list("opinion_id", flat=True))


def _readable(found: QuerySet[Opinion], order: list[int]) -> list[Opinion]:
    readable = {one.pk: one for one in found.filter(standing=Standing.OPEN).exclude(body="")}
    return [readable[pk] for pk in order if pk in readable]


def examples_of(data: dict[str, Any]) -> dict[int, Opinion]:
    """By id: the example of each theme, as far as everybody can still read it."""
    wanted = [theme["example"] for theme in data["themes"] if theme["example"]]
    found = Opinion.objects.filter(pk__in=wanted, standing=Standing.OPEN).exclude(body="")
    return {one.pk: one for one in found}


def latest_of_debates(debates: list[int]) -> dict[int, ReportVersion]:
    """By debate: its latest published version. For whoever links to it from a list."""
    found = ReportVersion.objects.filter(report__debate__in=debates).select_related("report")
    return {one.report.debate_id: one for one in reversed(found.order_by("-number"))}


def reports_of_item(item: Proposal) -> list[ReportVersion]:
    """The latest version of each report of this item's debates, the earliest debate first. One query."""
    found = ReportVersion.objects.filter(report__debate__item=item).select_related("report__debate")
    latest = found.order_by("report__debate__opened_at", "report", "-number")
    return list({one.report_id: one for one in reversed(latest)}.values())[::-1]


def report_of(debate: Debate) -> Report | None:
    return Report.objects.filter(debate=debate).first()


def report_in_hand(pk: int) -> QuerySet[Report]:
    """With what its pages read."""
    return Report.objects.filter(pk=pk).select_related("debate__item").prefetch_related("sections")


def versions_with_printouts(report: Report) -> list[ReportVersion]:
    """Without the files themselves."""
    printouts = Printout.objects.defer("pdf")
    return list(
        report.versions.select_related("published_by").prefetch_related(Prefetch("printout", printouts))
    )
