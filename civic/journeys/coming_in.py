"""An administrator says from which age people take part, with or without a guardian, and what staff come in with."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.identity.rules import may_manage_providers
from civic.identity.text_rules import COUNTRIES, FEWEST, MOST, MOST_COUNTRIES, PER_DAY, text_rules
from platform_core.access import Refused, no, require
from platform_core.accounts.ages import FOURTEEN, OLDEST_LIMIT, YOUNGEST_CHILD, children_from, youngest_here
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.context import here

RULES_CHANGED = "identity.rules.changed"
TEXT_RULES_CHANGED = "identity.text_rules.changed"
_CALLING_CODE = re.compile(r"[1-9][0-9]{0,2}")
YOUNGEST, CHILDREN, STAFF_FACTOR = "youngest", "children", "staff_second_factor"


def staff_need_a_second_factor() -> bool:
    house = here()
    return bool(house is not None and (house.settings or {}).get(STAFF_FACTOR))


@transaction.atomic
def set_rules_of_coming_in(
    *, youngest: int, second_factor: bool, has_one: bool, by: User, at: datetime, children: int = 0
) -> bool:
    """False when nothing differs. `has_one`: whether `by` has a second factor.

    `children`: full years from which a child takes part with a guardian's consent; 0 for none below `youngest`.

    Raises Refused: whoever asks it of others has it already, so that nobody shuts the whole desk.
    """
    require(may_manage_providers(by))
    house = here()
    assert house is not None
    if not FOURTEEN <= youngest <= OLDEST_LIMIT:
        raise Refused(no("age", _("Accounts begin between fourteen and nineteen years.")))
    if children and not (YOUNGEST_CHILD <= children < FOURTEEN and youngest == FOURTEEN):
        raise Refused(
            no(
                "children",
                _("Children of seven to thirteen can take part where accounts begin at fourteen."),
                _("Set the age for accounts to fourteen, or take no children in."),
            )
        )
    if second_factor and not staff_need_a_second_factor() and not has_one:
        raise Refused(
            no(
                "no_factor_yet",
                _("You have no second factor yourself yet."),
                _("Set up a passkey or an authenticator app first, under “My account”."),
            )
        )
    changed = False
    if youngest != youngest_here():
        changed |= keep_setting(institution=house, name=YOUNGEST, value=youngest, at=at)
    if children != children_from():
        changed |= keep_setting(institution=house, name=CHILDREN, value=children, at=at)
    if second_factor != staff_need_a_second_factor():
        changed |= keep_setting(institution=house, name=STAFF_FACTOR, value=second_factor, at=at)
    if changed:
        told = {"youngest": youngest, "children": children, "staff_second_factor": second_factor}
        record(RULES_CHANGED, None, at=at, actor=by, **told)
    return changed


@transaction.atomic
def set_rules_of_texts(*, per_day: int, countries: Sequence[str], by: User, at: datetime) -> bool:
    """How many messages may go on a day, and to numbers of which calling codes. False when nothing differs.

    Raises Refused.
    """
    require(may_manage_providers(by))
    house = here()
    assert house is not None
    if not FEWEST <= per_day <= MOST:
        raise Refused(no("per_day", _("Between ten and a hundred thousand messages a day.")))
    codes = list(dict.fromkeys(countries))
    if not 1 <= len(codes) <= MOST_COUNTRIES or not all(_CALLING_CODE.fullmatch(code) for code in codes):
        raise Refused(
            no(
                "countries",
                _("Calling codes of one to three digits, twenty at most."),
                _("Such as 82 for Korea; several are parted by commas."),
            )
        )
    now, changed = text_rules(), False
    if per_day != now.per_day:
        changed |= keep_setting(institution=house, name=PER_DAY, value=per_day, at=at)
    if tuple(codes) != now.countries:
        changed |= keep_setting(institution=house, name=COUNTRIES, value=codes, at=at)
    if changed:
        record(TEXT_RULES_CHANGED, None, at=at, actor=by, per_day=per_day, countries=codes)
    return changed
