"""The house law of templates: no inline style or script, every icon drawn, every part documented."""

import re
from pathlib import Path

import pytest
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


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_template_compiles(path):
    get_template(path.relative_to(ROOT).as_posix())


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=lambda p: p.relative_to(HOUSE).as_posix())
def test_a_template_has_nothing_inline(path):
    if "outbound" in path.parts:
        pytest.skip("letters are read by mail programs, which know no stylesheets")
    if "documents" in path.parts:
        pytest.skip("printed by this very program, which is asked for nothing else")
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\")", text)


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=lambda p: p.relative_to(HOUSE).as_posix())
def test_every_icon_a_template_names_is_drawn(path):
    named = set(re.findall(r"{% icon \"([a-z-]+)\"", path.read_text(encoding="utf-8")))
    assert named <= set(ICONS)


def test_every_mark_is_an_icon():
    assert set(MARKS.values()) <= set(ICONS)


def test_every_component_stands_in_the_readme():
    parts = {p.stem for p in (ROOT / "ui" / "components").glob("*.html")}
    inner = {"field", "field_errors", "error_summary", "badge"}  # drawn by tags
    for part in parts - inner:
        assert f"`{part}`" in README, part


def test_the_app_is_called_ui():
    assert apps.UiConfig.label == "ui"
    assert Path(apps.__file__).parent == stitch.HERE
