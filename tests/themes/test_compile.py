"""Whatever a token's value is, it stays within its own declaration."""

import pytest

from themes.catalogue import DEFAULT
from themes.compile import BadToken, stylesheet


@pytest.mark.parametrize(
    "value",
    ["red; } body { display: none", "url(//evil.example)", "URL(x)", "rgb(0 0 0", ") red", ")(", "calc((1px)", "", "a\\62", "/* x"],
)  # fmt: skip
def test_no_value_leaves_its_declaration(value):
    with pytest.raises(BadToken):
        stylesheet(DEFAULT, {"light": {"brand": value}})


@pytest.mark.parametrize(
    "value", ["#0055cc", "rgb(0 85 204 / 90%)", "color-mix(in oklab, #fff 20%, rgb(1 2 3))"]
)
def test_colours_as_people_write_them_are_taken(value):
    assert f"--brand: {value};" in stylesheet(DEFAULT, {"light": {"brand": value}})
