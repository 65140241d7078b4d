"""Charts as SVG drawn by the server: for pages and paper alike. Beside each stands a table that says the same.

Colours are attributes, so that paper shows them; pages set them anew by class. Sides differ by their pattern of
lines as well as by colour.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

# Narrow enough that its words are read on a phone; pages draw it no wider than they must.
WIDTH = 400
# key: (fill, stroke pattern over it or "")
SIDES = {"pro": ("#1d5fbf", ""), "con": ("#b4491f", "stripes"), "other": ("#5f6b7a", "dots")}
PATTERNS = (
    '<defs><pattern id="{id}-stripes" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6 6 0" stroke="#ffffff" stroke-width="1.2"/></pattern>'
    '<pattern id="{id}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1.1" fill="#ffffff"/></pattern></defs>'
)
BAR = 28
DAYS_HEIGHT, DAYS_LEFT, DAYS_BOTTOM, DAYS_TOP = 170, 40, 24, 14
# So many columns find room; a longer debate is drawn week by week.
MOST_COLUMNS = 92


def side_bar(parts: Sequence[tuple[str, int]], *, title: str, key: str = "sides") -> SafeString:
    """One bar of (side, count), drawn to scale; its words stand beside it. Nothing counted: an empty string."""
    total = sum(count for _side, count in parts)
    if not total:
        return mark_safe("")
    drawn, x = [PATTERNS.format(id=key)], 0.0
    for side, count in parts:
        width = WIDTH * count / total
        drawn.append(_block(key, side, x, width))
        x += width
    return _svg("".join(drawn), height=BAR, title=title, key=key)


def swatch(side: str, *, key: str = "sides") -> SafeString:
    """What a side looks like in the bar, for the words beside it."""
    fill, pattern = SIDES[side]
    name = f"{key}-key-{side}"
    over = (
        f'<rect width="14" height="14" fill="url(#{name}-{pattern})" fill-opacity="0.35"/>' if pattern else ""
    )
    return mark_safe(  # noqa: S308
        f'<svg class="chart__swatch" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">'
        f'{PATTERNS.format(id=name)}<rect class="chart__{side}" width="14" height="14" fill="{fill}"/>{over}</svg>'
    )


def _block(key: str, side: str, x: float, width: float) -> str:
    fill, pattern = SIDES[side]
    place = f'x="{x:.1f}" y="0" width="{max(width - 1, 0):.1f}" height="{BAR}"'
    over = f'<rect {place} fill="url(#{key}-{pattern})" fill-opacity="0.35"/>' if pattern else ""
    return f'<rect class="chart__{side}" {place} fill="{fill}"/>{over}'


def day_columns(days: Sequence[tuple[date, int]], *, title: str, key: str = "days") -> SafeString:
    """A column for each day from the first to the last, or for each week where they are many."""
    columns = _columns(days)
    top = max((count for _day, count in columns), default=0)
    if not top:
        return mark_safe("")
    room, height = WIDTH - DAYS_LEFT, DAYS_HEIGHT - DAYS_BOTTOM - DAYS_TOP
    step = room / len(columns)
    drawn = [_axis(top, height)]
    for place, (_day, count) in enumerate(columns):
        size = height * count / top
        drawn.append(
            f'<rect class="chart__column" x="{DAYS_LEFT + place * step:.1f}" y="{DAYS_TOP + height - size:.1f}" '
            f'width="{step * 0.86:.1f}" height="{size:.1f}" fill="#1d5fbf"/>'
        )
    drawn += _labels(columns, step)
    return _svg("".join(drawn), height=DAYS_HEIGHT, title=title, key=key)


def _columns(days: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    if not days:
        return []
    counts, first, last = dict(days), days[0][0], days[-1][0]
    width = 1 if (last - first).days < MOST_COLUMNS else 7
    found = []
    day = first
    while day <= last:
        week = [day + timedelta(days=place) for place in range(width)]
        found.append((day, sum(counts.get(one, 0) for one in week)))
        day += timedelta(days=width)
    return found


def _axis(top: int, height: int) -> str:
    drawn = []
    for count in (0, top):
        y = DAYS_TOP + height - height * count / top
        drawn.append(
            f'<line class="chart__line" x1="{DAYS_LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#8a94a3"/>'
            f'<text class="chart__text" x="{DAYS_LEFT - 6}" y="{y + 4:.1f}" font-size="13" text-anchor="end" '
            f'fill="#3d4a5c">{intcomma(count)}</text>'
        )
    return "".join(drawn)


def _labels(columns: Sequence[tuple[date, int]], step: float) -> list[str]:
    """The first, the last, and what finds room between them."""
    last = len(columns) - 1
    wanted = sorted({0, last} | ({last // 2} if last >= 6 else set()))
    anchors = {0: "start", last: "end"}
    return [
        f'<text class="chart__text" x="{DAYS_LEFT + (place + 0.5) * step:.1f}" y="{DAYS_HEIGHT - 6}" '
        f'font-size="13" text-anchor="{anchors.get(place, "middle") if last else "middle"}" fill="#3d4a5c">'
        f"{escape(date_format(columns[place][0], 'MONTH_DAY_FORMAT'))}</text>"
        for place in wanted
    ]


def _svg(inside: str, *, height: int, title: str, key: str) -> SafeString:
    """Everything in it is ours, or escaped above."""
    return mark_safe(  # noqa: S308
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="chart-{key}" '
        f'font-family="House Print, Pretendard GOV Variable, sans-serif"><title id="chart-{key}">{escape(title)}</title>'
        f"{inside}</svg>"
    )
