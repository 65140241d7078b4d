"""Quorum and majority are exact: judged against a count of people, one by one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.agenda.arithmetic import Count, is_carried, is_quorate, is_rejected
from civic.processes.kinds import Majority

VOICES = st.lists(st.sampled_from(["for", "against", "abstains", "silent", "away", "out"]), max_size=60)


def counted(voices: list[str]) -> Count:
    """`out` declared a conflict of interest: counted nowhere."""
    present = [one for one in voices if one not in ("away", "out")]
    return Count(
        members=len(present) + voices.count("away"),
        present=len(present),
        in_favour=voices.count("for"),
        against=voices.count("against"),
        abstained=voices.count("abstains"),
    )


@given(VOICES)
def test_a_count_of_people_is_always_possible(voices):
    assert counted(voices).is_possible


@given(VOICES)
def test_whoever_has_a_conflict_changes_nothing(voices):
    count, without = counted([*voices, "out", "out"]), counted(voices)
    assert count == without


@given(VOICES)
def test_more_than_half_of_those_present_is_one_more_than_all_the_others(voices):
    count = counted(voices)
    others = count.present - count.in_favour
    assert is_carried(count, Majority.HALF) == (count.in_favour > others)


@given(VOICES)
def test_two_thirds_are_twice_all_the_others(voices):
    count = counted(voices)
    others = count.present - count.in_favour
    assert is_carried(count, Majority.TWO_THIRDS) == (count.in_favour >= 2 * others and count.in_favour > 0)


@given(VOICES)
def test_consensus_is_somebody_for_it_and_nobody_against(voices):
    assert is_carried(counted(voices), Majority.CONSENSUS) == ("for" in voices and "against" not in voices)


@given(VOICES, st.sampled_from(list(Majority)))
def test_nothing_is_chosen_and_turned_down_at_once(voices, majority):
    count = counted(voices)
    assert not (is_carried(count, majority) and is_rejected(count, majority))


@given(VOICES, st.sampled_from(list(Majority)))
def test_one_more_who_abstains_never_helps(voices, majority):
    if not is_carried(counted(voices), majority):
        assert not is_carried(counted([*voices, "abstains"]), majority)


@given(VOICES, st.fractions(min_value=0, max_value=1))
def test_the_quorum_is_an_exact_share_of_the_members(voices, quorum):
    count = counted(voices)
    enough = count.present * quorum.denominator >= quorum.numerator * count.members
    assert is_quorate(count, quorum) == (enough and count.present > 0)


@pytest.mark.parametrize(("present", "enough"), [(9, False), (10, True)])
def test_two_thirds_of_fifteen_are_ten(present, enough):
    assert is_quorate(Count(15, present, 0, 0, 0), Fraction(2, 3)) is enough


def test_with_nobody_there_nothing_is_decided():
    nobody = Count(0, 0, 0, 0, 0)
    assert not is_quorate(nobody, None)
    assert not any(is_carried(nobody, one) for one in Majority)
