"""The data of a report as tables: numbers, and every open opinion without who wrote it. For whoever counts again."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.debates.models import Debate, Opinion
from civic.proposals.models import Standing
from civic.results.showing import Shown
from platform_core.text.spreadsheet import Sheet

CHUNK = 2_000
Row = list[Any]


def number_heads() -> Row:
    return [_("What"), _("How many"), _("Share"), _("Online"), _("On paper or face to face")]


def number_rows(shown: Shown) -> Iterator[Row]:
    for side in shown.sides:
        yield [side.label, side.count, side.share, side.online, side.offline]
    for label, count in shown.facts:
        yield [label, count, "", "", ""]
    for theme in shown.themes:
        yield [_("Theme: %(words)s") % {"words": theme.words}, theme.opinions, theme.share, "", ""]
    for day in shown.days:
        yield [_("People on %(day)s") % {"day": day.day.isoformat()}, day.people, "", "", ""]


def opinion_heads() -> Row:
    return [_("Number"), _("Reply to"), _("Side"), _("Written"), _("Supports"), _("On paper"), _("Text")]


def opinion_rows(debate: Debate) -> Iterator[Row]:
    """Open ones with words, the oldest first, read in portions. The day, not the minute: it could name somebody."""
    spoken = Opinion.objects.filter(debate=debate, standing=Standing.OPEN).exclude(body="").order_by("pk")
    for one in spoken.defer("standing_reason").iterator(chunk_size=CHUNK):
        yield [
            one.pk,
            one.parent_id or "",
            str(one.get_side_display()) if one.side else "",
            timezone.localtime(one.written_at).date().isoformat(),
            one.support_count,
            _("yes") if one.is_offline else "",
            one.body,
        ]


def sheets(shown: Shown) -> list[Sheet]:
    """Both of them, for one workbook."""
    return [
        Sheet(_("Numbers"), number_heads(), number_rows(shown)),
        Sheet(_("Opinions"), opinion_heads(), opinion_rows(shown.debate)),
    ]
