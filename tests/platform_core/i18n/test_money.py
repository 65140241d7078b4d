"""Public money is told in the currency of the place."""

import pytest
from django.utils import translation

from platform_core.i18n import money


@pytest.mark.parametrize(
    ("country", "told"),
    [("KR", "1,200,000원"), ("US", "$1,200,000"), ("CH", "CHF 1,200,000"), ("BR", "1,200,000")],
)
def test_money_is_told_as_people_there_write_it(monkeypatch, country, told):
    monkeypatch.setattr(money, "institution_here", lambda: type("City", (), {"country": country}))
    with translation.override("ko"):
        assert money.money(1_200_000) == told
