"""Addresses of this room, and one of everything behind them."""

from tests.doors.kinds import OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:effect": OPEN,
    "portal:effect_csv": OPEN,
    "portal:effect_xlsx": OPEN,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    return {}
