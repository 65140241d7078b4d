"""Rules lent from one institution to another, and how people reply here."""

from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, GONE, SIGN_IN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "desk:rules_library": ADMINISTRATOR_SAYS_SO,
    "desk:rules_library_entry": ADMINISTRATOR_SAYS_SO,
    "desk:rules_library_withdrawal": FORM_ONLY,
    "desk:rules_sharing": ADMINISTRATOR_SAYS_SO,
    # Read, it leads to the form.
    "desk:reply_choice": Door(SIGN_IN, GONE, 403, 403, 302),
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """Of rules, with the process that is lent: tests/doors/setting.py."""
    return {}
