"""The quiet path (섀도 제한): somebody goes on as always, and what they support does not count.

Only supports and dislikes are quiet: what somebody writes is read by others, and is moderated openly.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from civic.abuse.invalidating import may_invalidate
from civic.people.rules import is_staff
from civic.processes.kinds import Deed
from civic.restraints.actions import lift, restrain
from civic.restraints.models import Restraint
from civic.restraints.rules import in_force
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User

LONGEST_DAYS = 90
GIVE_BACK = """
WITH gone AS (
    DELETE FROM proposals_setaside a USING proposals_proposal p
    WHERE a.citizen_id = %(person)s AND a.invalidation IS NULL AND a.said = 'support'
      AND a.given_at >= %(since)s AND a.given_at < %(until)s AND p.id = a.proposal_id AND p.standing = 'open'
      AND (p.closes_at IS NULL OR p.closes_at > %(at)s)
    RETURNING a.proposal_id, a.citizen_id, a.given_at, a.verified
), back AS (
    INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)
    SELECT proposal_id, citizen_id, given_at, verified FROM gone
    ON CONFLICT (proposal_id, citizen_id) DO NOTHING RETURNING proposal_id, verified
)
INSERT INTO proposals_supportdelta (proposal_id, amount, verified)
SELECT proposal_id, 1, verified::int FROM back
"""


@transaction.atomic
def limit_quietly(*, person: User, days: int, ground: str, reason: str, by: User, at: datetime) -> Restraint:
    """Until then nothing they support counts. Raises Refused; staff are spoken to, not limited."""
    require(may_invalidate(by))
    if is_staff(person):
        raise Refused(no("is_staff", _("A colleague is not limited quietly. Take their role away instead.")))
    if not 0 < days <= LONGEST_DAYS or not reason.strip():
        raise Refused(no("terms_needed", _("Say why, and for how many days (90 at most).")))
    if in_force(at).filter(person=person, is_quiet=True).exists():
        raise Refused(no("limited_already", _("This account is limited already.")))
    return restrain(
        person=person,
        deeds=(Deed.SUPPORT, Deed.DISLIKE),
        is_quiet=True,
        ground=ground,
        reason=reason,
        by=by,
        at=at,
        until=at + timedelta(days=days),
    )


@transaction.atomic
def lift_quietly(*, restraint: Restraint, gives_back: bool, reason: str, by: User, at: datetime) -> bool:
    """With `gives_back`, what was supported meanwhile counts from now on, where supporting is still open."""
    require(may_invalidate(by))
    if not restraint.is_quiet or not lift(restraint=restraint, reason=reason, by=by, at=at):
        return False
    if gives_back:
        values: dict[str, Any] = {
            "person": restraint.person_id,
            "since": restraint.begins_at,
            "until": max(restraint.ends_at, at),
            "at": at,
        }
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, values)
    return True
