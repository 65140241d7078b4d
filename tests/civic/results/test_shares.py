"""Shares that people add up make one hundred."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.results.shares import WHOLE, in_words, shares

# On a busy machine an input may take its time.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
counts = st.lists(st.integers(min_value=0, max_value=10_000_000), min_size=1, max_size=12)


@unhurried
@given(counts)
def test_shares_add_up_to_the_whole_and_none_is_far_from_the_true_one(given_counts: list[int]) -> None:
    found = shares(given_counts)
    total = sum(given_counts)

    assert sum(found) == (WHOLE if total else 0)
    for count, share in zip(given_counts, found, strict=True):
        assert not total or abs(share - count * WHOLE / total) < 1


@unhurried
@given(counts)
def test_more_people_never_have_the_smaller_share(given_counts: list[int]) -> None:
    pairs = sorted(zip(given_counts, shares(given_counts), strict=True))

    assert all(low[1] <= high[1] for low, high in pairwise(pairs) if low[0] < high[0])


def test_shares_of_a_real_debate() -> None:
    """The 2019 debate on fertility treatment: 5,007 for, 135 against, 5 other."""
    assert [in_words(one) for one in shares([5007, 135, 5])] == ["97.3%", "2.6%", "0.1%"]
