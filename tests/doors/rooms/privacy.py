"""Addresses of this room, and one of everything behind them."""

from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, MEMBER, MEMBER_ONCE_MORE, OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "account_agreements": MEMBER,
    "portal:retention": OPEN,
    "desk:destruction_register": ADMINISTRATOR_SAYS_SO,
    "portal:my_data": MEMBER_ONCE_MORE,
    "portal:my_data_file": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    return {}
