"""A verdict is asked, never guessed."""

import pytest

from platform_core.access import YES, Refused, first_no, no, require


def test_a_verdict_used_as_true_or_false_fails_loudly():
    for verdict in (YES, no("not_now", "Not now.")):
        with pytest.raises(TypeError):
            bool(verdict)


def test_a_refusal_carries_its_code_and_whether_it_is_about_the_person():
    with pytest.raises(Refused) as personal:
        require(no("not_yours", "Not yours."))
    with pytest.raises(Refused) as temporal:
        require(no("window_closed", "Closed."))
    assert (personal.value.status, temporal.value.status) == (403, 409)
    require(YES)


def test_the_first_refusal_wins():
    first, second = no("a", "A"), no("b", "B")
    assert first_no(YES, first, second) is first
    assert first_no(YES, YES) is YES
