"""How a person is named to everybody, as the institution decided: what they call themselves, 성○○, or “30s”.

Pages, feeds, the API, letters and documents for others ask `public_name`. People who work here see `name`, on pages
that write down that they did (civic/desk/looking.py).
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.access.place import institution_here

# institution.settings[SETTING]
SETTING = "names"
# Rows that are nobody's account: named by the institution itself, or by what they are.
STAND_IN = ".invalid"
MOST_CIRCLES = 3


class Naming(models.TextChoices):
    NICKNAME = "nickname", gettext_lazy("As people call themselves")
    SURNAME = "surname", gettext_lazy("The first letter and circles: 김○○")
    AGE = "age", gettext_lazy("How old they are by tens, where that was confirmed: 30s")


def naming_here() -> Naming:
    own: Any = getattr(institution_here(), "settings", None)
    said = own.get(SETTING) if isinstance(own, dict) else None
    return Naming(said) if said in Naming.values else Naming.NICKNAME


def public_name(person: Any) -> str:
    """Of an account; somebody who left has no name any more."""
    if person is None:
        return _("A former citizen")
    return named(
        person.name,
        email=person.email,
        withdrawn_at=person.withdrawn_at,
        stopped_at=person.stopped_at,
        age_band=person.age_band,
    )


def named(
    name: str,
    *,
    email: str,
    withdrawn_at: datetime | None,
    stopped_at: datetime | None,
    age_band: int | None,
) -> str:
    """As public_name, of what a query brought."""
    if email.endswith(STAND_IN):
        return _("A former citizen") if withdrawn_at is not None else name
    if withdrawn_at is not None:
        return _("A former citizen")
    if stopped_at is not None:
        return _("A citizen")
    match naming_here():
        case Naming.SURNAME:
            return masked(name)
        case Naming.AGE:
            return aged(age_band)
    return name


def masked(name: str) -> str:
    """김○○: the first letter, and a circle for each other one up to three, so that the length tells little."""
    bare = "".join(name.split())
    return bare[:1] + "○" * max(1, min(len(bare) - 1, MOST_CIRCLES))


def aged(band: int | None) -> str:
    if band is None:
        return _("A citizen")
    if band < 10:
        return _("A citizen under 10")
    return _("A citizen in their %(decade)ss") % {"decade": band}


def sample_names() -> list[tuple[Naming, str]]:
    """What each way makes of a name, in the institution's own language: for who chooses."""
    house = institution_here()
    with translation.override(getattr(house, "default_language", settings.LANGUAGE_CODE)):
        return [
            (Naming.NICKNAME, _("Walker in the rain")),
            (Naming.SURNAME, masked(_("Walker in the rain"))),
            (Naming.AGE, aged(30)),
        ]
