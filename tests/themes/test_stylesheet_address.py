"""The stylesheet of a theme. Several servers, one city: a page linked by the one that knows the new theme is dressed by the others too."""

import gzip

import pytest
from django.utils import timezone

from platform_core.ui.stitch import SHEET
from themes.catalogue import catalogue
from themes.compile import digest, stylesheet
from themes.models import Theme
from themes.queries import forget_worn_theme, worn_theme
from themes.tokens import parse


def test_a_server_that_has_not_heard_of_the_new_theme_looks_again(haneul, visit):
    old = worn_theme()
    other = next(name for name in catalogue() if name != old.key)
    new = digest(stylesheet(parse({"base": other})))
    # As another server's publish_theme would: nobody told this one.
    Theme.objects.create(catalogue_name=other, tokens={}, digest=new, published_at=timezone.now())
    try:
        assert visit(haneul).get(f"/theme-{new}.css").status_code == 200
        assert visit(haneul).get("/theme-0123456789abcdef.css").status_code == 404
    finally:
        forget_worn_theme()


@pytest.mark.parametrize("key", catalogue())
def test_the_sheets_of_a_page_stay_light(key):
    """As they travel: 12 kB for the house's and the theme's together (issue 5)."""
    sheets = (SHEET.read_bytes(), stylesheet(parse({"base": key})).encode())
    assert sum(len(gzip.compress(sheet, 9)) for sheet in sheets) <= 12_000
