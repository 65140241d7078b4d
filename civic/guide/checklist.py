"""The checklist of a chapter as it stands: what data ticks, what people ticked, and what is open."""

from dataclasses import dataclass
from datetime import datetime

from civic.guide.chapters import Chapter, Per
from civic.guide.models import OwnCase, OwnPoint, Tick
from civic.guide.probes import About, Found, ask

MOST_OWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One point. `found` where data ticks it; else `tick` once somebody has; `own` where it was added here."""

    key: str
    text: str
    per: Per
    found: Found | None = None
    tick: Tick | None = None
    own: OwnPoint | None = None

    @property
    def is_done(self) -> bool:
        return self.found.is_done if self.found is not None else self.tick is not None

    @property
    def is_idle(self) -> bool:
        """Data ticks it, and there is nothing to tick yet."""
        return self.found is not None and self.found.of == 0


def lines_of(chapter: Chapter, about: About, at: datetime) -> list[Line]:
    """The points ticked for `about`, in their order. For a year, also those that data counts over the year.

    Two queries, and those of the probes.
    """
    own = [one for one in _own_points(chapter) if one.per == about.kind]
    keys = [one.key for one in chapter.points] + [f"own:{one.pk}" for one in own]
    ticked = {
        one.point: one
        for one in Tick.objects.filter(point__in=keys, about=str(about), undone_at=None).select_related(
            "done_by"
        )
    }
    lines = [
        Line(
            point.key,
            str(point.text),
            point.per,
            found=ask(point.probe, about, at) if point.probe else None,
            tick=ticked.get(point.key),
        )
        for point in chapter.points
        if point.per == about.kind or (point.probe and about.kind == Per.YEAR)
    ]
    return lines + [
        Line(f"own:{one.pk}", one.text, Per(one.per), tick=ticked.get(f"own:{one.pk}"), own=one)
        for one in own
    ]


def kinds_of(chapter: Chapter) -> list[Per]:
    """What its points are ticked for one by one; years left out. One query."""
    wanted = {one.per for one in chapter.points} | {Per(one.per) for one in _own_points(chapter)}
    return [per for per in Per if per in wanted and per != Per.YEAR]


def cases_of(chapter: Chapter) -> list[OwnCase]:
    return list(OwnCase.objects.filter(chapter=chapter.key).select_related("added_by")[:MOST_OWN])


def taken_back(chapter: Chapter, about: About) -> list[Tick]:
    """What was ticked and is not any more, with why; the latest first."""
    keys = [one.key for one in chapter.points] + [f"own:{one.pk}" for one in _own_points(chapter)]
    rows = Tick.objects.filter(point__in=keys, about=str(about)).exclude(undone_at=None)
    return list(rows.select_related("done_by", "undone_by").order_by("-undone_at")[:MOST_OWN])


def _own_points(chapter: Chapter) -> list[OwnPoint]:
    return list(OwnPoint.objects.filter(chapter=chapter.key, removed_at=None)[:MOST_OWN])
