"""What the pages about the rules read: processes, their versions, corrections, and how often thresholds were passed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.shortcuts import get_object_or_404

from civic.processes.models import Process, ProcessVersion, RuleCorrection
from civic.processes.presets import Preset, preset
from civic.processes.words import Told, told
from civic.proposals.models import ThresholdCrossing

LATEST = 5
PAGE = 50
KEPT_SECONDS = 600
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One process on the page: what holds now and how it came about."""

    process: Process
    version: ProcessVersion
    told: Told
    preset: Preset | None
    passed: dict[str, int]
    versions: list[ProcessVersion] = field(default_factory=list)
    corrections: list[RuleCorrection] = field(default_factory=list)


def chapters(at: datetime) -> list[Chapter]:
    """Every open process in the institution's order. The same few queries however many there are."""
    found = Process.objects.filter(is_open=True, current_version__isnull=False)
    processes = list(
        found.select_related("current_version").defer("current_version__document").order_by("position", "pk")
    )
    versions = _latest_versions(processes)
    corrections = _corrections(processes)
    passed = _passed(at)
    return [
        chapter_of(
            process,
            passed=passed.get(process.pk, {}),
            versions=[one for one in versions if one.process_id == process.pk],
            corrections=[one for one in corrections if one.version.process_id == process.pk],
        )
        for process in processes
    ]


def chapter_of(
    process: Process,
    *,
    passed: dict[str, int] | None = None,
    versions: list[ProcessVersion] | None = None,
    corrections: list[RuleCorrection] | None = None,
) -> Chapter:
    version = process.current_version
    assert version is not None
    return Chapter(
        process,
        version,
        told(version.pk),
        source_of(version),
        passed or {},
        versions or [],
        corrections or [],
    )


def process_or_404(key: str) -> Process:
    """One with published rules, open or not: what was published stays readable."""
    published = Process.objects.filter(current_version__isnull=False)
    return get_object_or_404(
        published.select_related("current_version").defer("current_version__document"), key=key
    )


def version_or_404(process: Process, number: int) -> ProcessVersion:
    listed = process.versions.select_related("published_by", "agreed_by")
    return get_object_or_404(listed.defer("document"), number=number)


def versions_of(process: Process, *, below: int | None = None) -> list[ProcessVersion]:
    """The latest first, one more than a page: whether there are more is seen from it."""
    listed = process.versions.select_related("published_by", "agreed_by").defer("document")
    if below is not None:
        listed = listed.filter(number__lt=below)
    return list(listed.order_by("-number")[: PAGE + 1])


def corrections_of(version: ProcessVersion) -> list[RuleCorrection]:
    return list(_applied().filter(version=version))


def source_of(version: ProcessVersion) -> Preset | None:
    """The preset it was made from, while this program still has it."""
    try:
        return preset(version.preset) if version.preset else None
    except KeyError:
        return None


def _latest_versions(processes: Iterable[Process]) -> list[ProcessVersion]:
    place = Window(RowNumber(), partition_by=F("process"), order_by=F("number").desc())
    listed = ProcessVersion.objects.filter(process__in=processes).annotate(place=place)
    latest = listed.filter(place__lte=LATEST).select_related("published_by", "agreed_by")
    return list(latest.defer("document").order_by("process", "-number"))


def _corrections(processes: Iterable[Process]) -> list[RuleCorrection]:
    return list(_applied().filter(version__process__in=processes)[:PAGE])


def _applied() -> QuerySet[RuleCorrection]:
    applied = RuleCorrection.objects.filter(applied_at__isnull=False)
    people = applied.select_related("version", "asked_by", "agreed_by")
    return people.defer("version__document").order_by("-applied_at")


def _passed(at: datetime) -> dict[int, dict[str, int]]:
    """{process: {gate: how many passed it in the last twelve months}}, ten minutes old at most."""
    return cache.get_or_set("portal.guide.passed", lambda: _count_passed(at), KEPT_SECONDS) or {}


def _count_passed(at: datetime) -> dict[int, dict[str, int]]:
    recent = ThresholdCrossing.objects.filter(crossed_at__gte=at - A_YEAR)
    rows = recent.values_list("proposal__process_version__process", "threshold").annotate(Count("pk"))
    passed: dict[int, dict[str, int]] = {}
    for process, gate, count in rows.order_by():
        passed.setdefault(process, {})[gate] = count
    return passed
