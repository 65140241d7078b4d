"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from tenants import shelf
from tenants.connection import connection
from tenants.models import SharedKind
from tests.doors.kinds import ADMINISTRATOR, FORM_ONLY, GONE, OPEN, Door
from tests.doors.scene import Scene
from themes.actions import publish_draft, schedule_draft
from themes.drafts import start_draft
from themes.emblems import keep_emblem
from themes.files import Document as ThemeFile
from themes.files import dump
from themes.icons import share_key
from themes.looks import look_of_draft
from themes.queries import worn_theme

DOORS: dict[str, Door] = {
    "themes:overview": ADMINISTRATOR,
    "themes:history": ADMINISTRATOR,
    "themes:going_back": ADMINISTRATOR,
    "themes:theme_file": ADMINISTRATOR,
    "themes:calling_off": ADMINISTRATOR,
    "themes:taking_in": ADMINISTRATOR,
    "themes:library": ADMINISTRATOR,
    "themes:taking": ADMINISTRATOR,
    "themes:sharing": ADMINISTRATOR,
    "themes:withdrawal": FORM_ONLY,
    "themes:drafts": FORM_ONLY,
    "themes:editor": ADMINISTRATOR,
    "themes:removal": ADMINISTRATOR,
    "themes:draft_file": ADMINISTRATOR,
    "themes:publication": ADMINISTRATOR,
    "themes:draft_stylesheet": ADMINISTRATOR,
    "themes:preview": ADMINISTRATOR,
    # Not worn: only tried on.
    "themes:own_emblem": Door(GONE, GONE, GONE, GONE, 200),
    "themes:letter_emblem": OPEN,
    "themes:icon_svg": OPEN,
    "themes:icon": OPEN,
    "themes:share": OPEN,
    "themes:manifest": OPEN,
}
EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3" fill="#0b7a75"/></svg>'


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    by, at, mark = scene.administrator, scene.now, scene.mark
    document = {"format": 1, "base": "county"}
    drafts = [
        start_draft(document=document, name=f"{name}{mark}", by=by, at=at)
        for name in ("시안", "지난", "다음")
    ]
    tried, past, coming = drafts
    worn = publish_draft(draft=past, seen=1, note=f"까닭{mark}", by=by, at=at - timedelta(minutes=1))
    ahead = schedule_draft(
        draft=coming, seen=1, note=f"까닭{mark}", begins_at=at + timedelta(days=30), by=by, at=at
    )
    draft, shared = {"pk": tried.pk}, {"pk": _shared(scene)}
    return {
        **{f"themes:{name}": draft for name in ("editor", "removal", "draft_file", "publication")},
        "themes:draft_stylesheet": {**draft, "digest": look_of_draft(tried).digest},
        "themes:going_back": {"pk": worn.pk},
        "themes:theme_file": {"pk": worn.pk},
        "themes:sharing": {"pk": worn.pk},
        "themes:taking": shared,
        "themes:withdrawal": shared,
        "themes:calling_off": {"pk": ahead.pk},
        "themes:preview": {"page": "home"},
        "themes:own_emblem": {"key": keep_emblem(content=EMBLEM, by=by, at=at).key},
        **_pictures(),
    }


def _shared(scene: Scene) -> int:
    """On the shelf: every city reads it, so nothing of this one stands in it."""
    file = dump(ThemeFile("바다빛", {"format": 1, "base": "county"}))
    house = connection.tenant.pk
    pk = shelf.offer(
        institution_id=house, kind=SharedKind.THEME, name="바다빛", about="", file=file, at=scene.now
    )
    shelf.approve(pk=pk, at=scene.now, by=None)
    return pk


def _pictures() -> dict[str, dict[str, object]]:
    key, here = worn_theme().icon_key, connection.tenant
    return {
        "themes:icon_svg": {"key": key},
        "themes:icon": {"key": key, "kind": "32"},
        "themes:share": {"key": share_key(key, here.name, here.default_language)},
    }
