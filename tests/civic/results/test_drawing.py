"""Charts are drawn to scale, say in words what they show, and let nobody's words into the page unescaped."""

import re
from datetime import date, timedelta

from civic.results.drawing import MOST_COLUMNS, WIDTH, day_columns, side_bar


def test_a_bar_is_to_scale_and_says_what_it_shows():
    drawn = side_bar([("pro", 75), ("con", 25), ("other", 0)], title="찬성 <75%>")

    widths = [
        float(one) for one in re.findall(r'class="chart__\w+" x="[\d.]+" y="0" width="([\d.]+)"', drawn)
    ]
    assert widths == [WIDTH * 0.75 - 1, WIDTH * 0.25 - 1, 0]
    assert "찬성 &lt;75%&gt;" in drawn and 'role="img"' in drawn and "style=" not in drawn


def test_nothing_counted_draws_nothing():
    assert side_bar([("pro", 0), ("con", 0)], title="") == ""
    assert day_columns([], title="") == ""


def test_days_without_anybody_keep_their_place():
    drawn = day_columns([(date(2026, 1, 1), 3), (date(2026, 1, 5), 1)], title="날마다")
    assert drawn.count("chart__column") == 5


def test_a_long_debate_is_drawn_week_by_week():
    days = [(date(2026, 1, 1) + timedelta(days=place), 1) for place in range(MOST_COLUMNS * 2)]
    assert day_columns(days, title="주마다").count("chart__column") == -(-MOST_COLUMNS * 2 // 7)
