"""A report as its pages and its paper show it: sections with what was counted, drawn from one version's data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from civic.answers.models import Answer
from civic.debates.models import Debate, Opinion, Side
from civic.results.answered import answers_to, given
from civic.results.counting import Count, count_of
from civic.results.drawing import day_columns, side_bar, swatch
from civic.results.gathering import Data
from civic.results.kinds import Part
from civic.results.models import Report, ReportVersion
from civic.results.queries import examples_of, quoted_in, quoted_so_far, sections_of
from civic.results.shares import in_words, shares
from platform_core.text.rich import render_markdown

# On paper and on the page; the rest is in the table that can be downloaded.
MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class SideRow:
    key: str
    label: str
    count: int
    share: str
    online: int
    offline: int

    @property
    def swatch(self) -> SafeString:
        return swatch(self.key)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    words: str
    opinions: int
    share: str
    sides: list[tuple[str, int]]
    example: Opinion | None


@dataclass(frozen=True, slots=True)
class DayRow:
    day: date
    opinions: int
    replies: int
    people: int


@dataclass(frozen=True, slots=True)
class PartShown:
    part: Part
    html: str

    @property
    def label(self) -> str:
        return str(self.part.label)

    @property
    def key(self) -> str:
        return self.part.value


@dataclass
class Shown:
    """What results/report.html draws. `number` is None for what has not been published."""

    debate: Debate
    parts: list[PartShown]
    data: Data
    quotes: list[Opinion]
    number: int | None = None
    published_at: datetime | None = None
    reason: str = ""
    examples: dict[int, Opinion] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.examples = examples_of(self.data)
        self.count: Count = count_of(self.data)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.data["at"])

    @property
    def sides(self) -> list[SideRow]:
        """Empty where there were no sides to take, or nobody took one."""
        if not self.data["has_sides"] or not self.count.votes:
            return []
        counts = [getattr(self.count, side.value) for side in Side]
        return [
            SideRow(side.value, str(side.label), count, in_words(share), count - offline, offline)
            for side, count, share, offline in zip(
                Side,
                counts,
                shares(counts),
                [getattr(self.count, f"offline_{side.value}") for side in Side],
                strict=True,
            )
        ]

    @property
    def side_chart(self) -> SafeString:
        parts = [(row.key, row.count) for row in self.sides]
        told = ", ".join(f"{row.label} {row.share}" for row in self.sides)
        return side_bar(parts, title=_("Shares of the sides: %(shares)s") % {"shares": told})

    @property
    def facts(self) -> list[tuple[str, int]]:
        count = self.count
        found = [
            (_("People who took part"), count.participants),
            (_("of them online"), count.online_participants),
            (_("of them on paper or face to face"), count.offline_participants),
            (_("Opinions"), count.opinions),
            (_("Replies"), count.replies),
            (_("Supports of opinions"), count.supports),
        ]
        return found if count.offline_participants else [found[0], *found[3:]]

    @property
    def days(self) -> list[DayRow]:
        return [DayRow(date.fromisoformat(day), *rest) for day, *rest in self.data["days"]]

    @property
    def busiest_days(self) -> list[DayRow]:
        """All of them; of a long debate those on which most was said, in the order of the calendar."""
        most = sorted(self.days, key=lambda row: -(row.opinions + row.replies))[:MOST_DAYS]
        return sorted(most, key=lambda row: row.day)

    @property
    def day_chart(self) -> SafeString:
        rows = [(row.day, row.people) for row in self.days]
        return day_columns(rows, title=_("People who took part for the first time, day by day"))

    @property
    def themes(self) -> list[ThemeRow]:
        counts = [theme["opinions"] for theme in self.data["themes"]]
        parts = shares([*counts, self.data["of_no_theme"]]) if counts else []
        return [
            ThemeRow(
                " · ".join(theme["words"]),
                theme["opinions"],
                in_words(share),
                [(str(side.label), theme["sides"].get(side.value, 0)) for side in Side]
                if self.data["has_sides"]
                else [],
                self.examples.get(theme["example"]),
            )
            for theme, share in zip(self.data["themes"], parts, strict=False)
        ]

    @property
    def course(self) -> list[dict[str, Any]]:
        """As ui/components/timeline.html takes it."""
        return [
            {"at": datetime.fromisoformat(line["at"]), "title": line["text"]} for line in self.data["course"]
        ]

    @property
    def offline(self) -> list[SideRow]:
        return self.sides if self.count.offline_participants else []

    def answers(self, part: Part) -> list[Answer]:
        """As they stand now: an answer is published for good by those who gave it."""
        found = answers_to(self.debate.item)
        return [one.answer for one in given(found.head if part == Part.HEAD else found.department)]

    @property
    def department_answers(self) -> list[Answer]:
        return self.answers(Part.ANSWER)

    @property
    def head_answers(self) -> list[Answer]:
        return self.answers(Part.HEAD)


def shown_version(version: ReportVersion) -> Shown:
    return Shown(
        debate=version.report.debate,
        parts=[PartShown(Part(one["part"]), one["html"]) for one in version.sections],
        data=version.data,
        quotes=quoted_in(version),
        number=version.number,
        published_at=timezone.localtime(version.published_at),
        reason=version.reason,
    )


def shown_draft(report: Report) -> Shown:
    """As it would be published now."""
    parts = [
        PartShown(Part(one.part), render_markdown(one.text)) for one in sections_of(report) if one.is_shown
    ]
    return Shown(debate=report.debate, parts=parts, data=report.data, quotes=quoted_so_far(report))
