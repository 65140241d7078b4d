"""Tens of years beside a person, only while the institution shows people by them (accounts/public_names.py).

From what was confirmed; a year later it says a year more, because the clock asks every night.
"""

from datetime import date
from typing import Any

from platform_core.accounts.public_names import Naming, naming_here
from tenants.connection import connection

KEEP = """
UPDATE accounts_user SET age_band = wanted.band
FROM (
    SELECT u.id, CASE WHEN %(shown)s AND u.withdrawn_at IS NULL THEN
        (c.full_years + extract(year FROM age(%(today)s::date, c.confirmed_at::date))::int) / 10 * 10 END AS band
    FROM accounts_user u
    LEFT JOIN people_confirmation c ON c.user_id = u.id AND c.kind = 'age' AND c.ended_at IS NULL
    WHERE u.age_band IS NOT NULL OR c.id IS NOT NULL
) wanted
WHERE accounts_user.id = wanted.id AND accounts_user.age_band IS DISTINCT FROM wanted.band
"""


def keep_age_bands(*, today: date, naming: Naming | None = None) -> int:
    """Everybody's; where nobody is shown by age nothing is kept. `naming`: the one that is being chosen.

    Returns how many changed.
    """
    shown = (naming or naming_here()) == Naming.AGE
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"shown": shown, "today": today})
        return int(cursor.rowcount)


def keep_age_band_of(person: Any, *, today: date) -> int:
    """Of one, as soon as it was confirmed or believed no longer."""
    if naming_here() != Naming.AGE and person.age_band is None:
        return 0  # nothing is kept, and nothing is asked
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP + " AND accounts_user.id = %(person)s",
            {"shown": naming_here() == Naming.AGE, "today": today, "person": person.pk},
        )
        return int(cursor.rowcount)
