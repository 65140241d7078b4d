"""Addresses of this room, and one of everything behind them."""

from civic.guide.models import LogEntry, OwnCase, OwnPoint, Signal, Tick
from tests.doors.kinds import FORM_ONLY, MODERATOR_SAYS_SO, STAFF, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "desk:guide": STAFF,
    "desk:guide_chapter": STAFF,
    "desk:guide_tick": FORM_ONLY,
    "desk:guide_untick": MODERATOR_SAYS_SO,
    "desk:guide_new_point": MODERATOR_SAYS_SO,
    "desk:guide_new_case": MODERATOR_SAYS_SO,
    "desk:guide_point_removal": FORM_ONLY,
    "desk:guide_log": STAFF,
    "desk:guide_entry_removal": FORM_ONLY,
    "desk:guide_signal": MODERATOR_SAYS_SO,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now, who = scene.mark, scene.now, scene.administrator
    ticked = Tick.objects.create(
        point="departments_agreed", about=f"year:{now.year}", note=f"메모{mark}", done_at=now, done_by=who
    )
    point = OwnPoint.objects.create(
        chapter="planning", text=f"우리 항목{mark}", per="year", added_at=now, added_by=who
    )
    OwnCase.objects.create(
        chapter="planning", title=f"사례{mark}", text=f"글{mark}", added_at=now, added_by=who
    )
    entry = LogEntry.objects.create(day=now.date(), kind="worthy", text=f"눈에 띔{mark}", at=now, by=who)
    signal = Signal.objects.create(
        kind="burst",
        mark=f"burst:{mark}",
        proposal=scene.gathering,
        data={"supports": 40, "usual": 1.5},
        found_at=now,
    )
    on_chapter: dict[str, object] = {"key": "planning"}
    return {
        **{f"desk:guide_{name}": on_chapter for name in ("chapter", "new_point", "new_case")},
        "desk:guide_untick": {"pk": ticked.pk},
        "desk:guide_point_removal": {"pk": point.pk},
        "desk:guide_entry_removal": {"pk": entry.pk},
        "desk:guide_signal": {"pk": signal.pk},
    }
