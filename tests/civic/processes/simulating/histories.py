"""Random histories: items with counts by time, with sums only, or with both, and some taken out early."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from civic.processes.document import Rules, parse_rules
from civic.processes.engine import Calendar
from civic.processes.kinds import Counter
from civic.processes.simulating import Past, micros
from tests.civic.processes.engine.documents import documents

DAYS = Calendar(ZoneInfo("Asia/Seoul"), "KR", frozenset())
BEGIN = datetime(2026, 1, 28, 12, tzinfo=UTC)
UNTIL = datetime(2026, 4, 20, 3, tzinfo=UTC)
# Also the very first instant of a day in Seoul, and the last.
BEGINNINGS = st.builds(
    lambda days, offset: BEGIN + timedelta(days=days, seconds=offset),
    st.integers(0, 60),
    st.sampled_from([0, 3 * 3600, 3 * 3600 - 1, 7 * 3600 + 11]),
)


@st.composite
def acts(draw: st.DrawFn, begin: datetime) -> list[int]:
    """Within the first days, or later; sometimes at a midnight of Seoul, to the microsecond."""
    midnight = begin.replace(hour=15, minute=0, second=0, microsecond=0)
    moments = draw(
        st.lists(
            st.one_of(
                st.integers(1, 40 * 86_400).map(lambda s: begin + timedelta(seconds=s)),
                st.integers(1, 5 * 86_400).map(lambda s: begin + timedelta(seconds=s)),
                st.integers(1, 15).map(lambda d: midnight + timedelta(days=d)),
            ),
            max_size=14,
        )
    )
    return sorted(micros(moment) for moment in moments)


@st.composite
def pasts(draw: st.DrawFn, rules: Rules) -> Past:
    """Of what the rules count, mostly: the rest is silence."""
    begin = draw(BEGINNINGS)
    counters = st.sampled_from(sorted(rules.counters) or list(Counter))
    left = draw(st.none() | st.none() | st.integers(1, 40))
    return Past(
        number="1",
        registered_at=begin,
        acts=draw(st.dictionaries(counters, acts(begin), min_size=1, max_size=3)),
        finals=draw(st.just({}) | st.dictionaries(counters, st.integers(0, 14), max_size=3)),
        left_at=begin + timedelta(days=left) if left is not None else None,
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 4) -> tuple[Rules, list[Past]]:
    rules = parse_rules(draw(documents()))
    return rules, draw(st.lists(pasts(rules), min_size=1, max_size=most))
