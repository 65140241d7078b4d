"""Addresses of this room, and one of everything behind them."""

from django.utils.timezone import localdate

from civic.guide.actions import GoalWords, ProgrammeWords, write_plan
from civic.guide.models import GoalKind, LogEntry, OwnCase, OwnPoint, Signal, Tick
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, GONE, MODERATOR_SAYS_SO, SIGN_IN, STAFF, Door
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
    "desk:guide_plans": Door(SIGN_IN, GONE, 302, 302, 302),
    "desk:guide_plan": STAFF,
    "desk:guide_plan_writing": ADMINISTRATOR_SAYS_SO,
    "desk:guide_plan_edition": STAFF,
    "desk:guide_growing": STAFF,
    "desk:guide_step": FORM_ONLY,
    "desk:guide_step_back": ADMINISTRATOR_SAYS_SO,
    "desk:guide_sharing": ADMINISTRATOR_SAYS_SO,
    "desk:guide_withdrawal": FORM_ONLY,
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
    case = OwnCase.objects.create(
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
    year = localdate(now).year
    write_plan(
        year=year,
        programmes=[ProgrammeWords(f"사업{mark}", purpose=f"목적{mark}")],
        goals=[GoalWords(GoalKind.QUALITY, f"목표{mark}")],
        reason=f"이유{mark}",
        by=who,
        at=now,
    )
    on_chapter: dict[str, object] = {"key": "planning"}
    return {
        **{f"desk:guide_{name}": on_chapter for name in ("chapter", "new_point", "new_case")},
        "desk:guide_untick": {"pk": ticked.pk},
        "desk:guide_point_removal": {"pk": point.pk},
        "desk:guide_entry_removal": {"pk": entry.pk},
        "desk:guide_signal": {"pk": signal.pk},
        "desk:guide_step": {"stage": "debates"},
        "desk:guide_step_back": {"stage": "debates"},
        "desk:guide_sharing": {"pk": case.pk},
        "desk:guide_withdrawal": {"pk": case.pk},
        "desk:guide_plan": {"year": year},
        "desk:guide_plan_writing": {"year": year},
        "desk:guide_plan_edition": {"year": year, "number": 1},
    }
