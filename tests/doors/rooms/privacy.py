"""Addresses of this room, and one of everything behind them."""

from tests.doors.kinds import FORM_ONLY, MEMBER, MEMBER_ONCE_MORE, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "account_agreements": MEMBER,
    "portal:my_data": MEMBER_ONCE_MORE,
    "portal:my_data_file": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    return {}
