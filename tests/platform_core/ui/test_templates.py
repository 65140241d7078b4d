"""The house law of templates: no inline style or script, every icon drawn, every part documented."""

import re
from collections.abc import Callable
from pathlib import Path

from django.template.loader import get_template

from platform_core.ui import apps, stitch
from platform_core.ui.icons import ICONS, MARKS

ROOT = stitch.HERE / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
README = (stitch.HERE / "README.md").read_text(encoding="utf-8")
HOUSE = stitch.HERE.parents[1]
ALL_TEMPLATES = [
    p
    for room in ("platform_core", "civic", "themes", "billing")
    for p in sorted((HOUSE / room).rglob("templates/**/*.html"))
]


# Letters are read by mail programs, which know no stylesheets; documents are printed by this very program.
READ_ELSEWHERE = {"outbound", "documents"}


def broken(paths: list[Path], is_right: Callable[[str], bool]) -> list[str]:
    """All of them by their names, so that one run tells of each."""
    return [str(p.relative_to(HOUSE)) for p in paths if not is_right(p.read_text(encoding="utf-8"))]


def test_every_template_compiles():
    for path in TEMPLATES:
        get_template(path.relative_to(ROOT).as_posix())


def test_no_template_has_anything_inline():
    pages = [p for p in ALL_TEMPLATES if not READ_ELSEWHERE & set(p.parts)]
    assert len(pages) > 400
    assert broken(pages, lambda text: not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)) == []
    foreign = r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\")"
    assert broken(pages, lambda text: not re.search(foreign, text)) == []


def test_every_icon_a_template_names_is_drawn():
    named = r"{% icon \"([a-z-]+)\""
    assert broken(ALL_TEMPLATES, lambda text: set(re.findall(named, text)) <= set(ICONS)) == []


def test_every_mark_is_an_icon():
    assert set(MARKS.values()) <= set(ICONS)


def test_every_component_stands_in_the_readme():
    parts = {p.stem for p in (ROOT / "ui" / "components").glob("*.html")}
    inner = {"field", "field_errors", "error_summary", "badge", "side_nav_links"}  # drawn by tags and others
    for part in parts - inner:
        assert f"`{part}`" in README, part


def test_the_app_is_called_ui():
    assert apps.UiConfig.label == "ui"
    assert Path(apps.__file__).parent == stitch.HERE
