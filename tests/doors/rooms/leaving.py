"""Addresses of this room, and one of everything behind them."""

from uuid import uuid4

from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, GONE, SIGN_IN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "desk:leaving": ADMINISTRATOR_SAYS_SO,
    # Only by the link that the page draws, which is good for an hour.
    "desk:leaving_file": Door(SIGN_IN, GONE, 403, 403, GONE),
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    return {"desk:leaving_file": {"key": uuid4()}}
