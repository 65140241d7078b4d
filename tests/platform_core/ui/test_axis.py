"""Few steps, round numbers, and nothing stands higher than the axis."""

from itertools import pairwise

import pytest

from platform_core.ui.axis import round_up, steps


@pytest.mark.parametrize("most", [4, 5])
@pytest.mark.parametrize("value", [0, 1, 3, 4, 5, 6, 7, 10, 19, 41, 99, 100, 101, 12_345, 999_999])
def test_an_axis_reaches_its_value_in_few_round_steps(value, most):
    top = round_up(value, most=most)
    marks = list(steps(top, most=most))
    [size] = {after - before for before, after in pairwise(marks)}
    assert marks[0] == 0 and marks[-1] == top
    assert max(value, 1) <= top < max(value, 1) + size
    assert len(marks) <= most + 1
    assert str(size).rstrip("0") in ("1", "2", "5")
