"""What the rules may know of somebody: a persona made of a real person."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress

from civic.identity.queries import comes_by_service
from civic.people.confirming import age_at, confirmations_of
from civic.people.models import Confirmed
from civic.people.rules import is_staff
from civic.processes.clock import database_now
from civic.processes.document import Requirement
from civic.processes.engine import STRANGER, Persona, is_entitled
from civic.processes.kinds import Deed, Identity, Tie
from civic.restraints.rules import is_unrestrained
from platform_core.access import YES, Verdict

_MEMORY = "_persona_read"
# From this on a support is one of a verified person: a phone stands for one person, an e-mail address does not.
VERIFIED = Identity.PHONE
# Whoever may not write here may not write anew what stands here.
RESTRAINED_WITH = {Deed.EDIT: Deed.PROPOSE}
TIES = {Confirmed.RESIDES: Tie.RESIDES, Confirmed.WORKS: Tie.WORKS, Confirmed.STUDIES: Tie.STUDIES}


def persona_of(person: Any) -> Persona:
    """At most five queries, remembered on the instance: twenty verdicts for one reader ask once."""
    if not getattr(person, "is_authenticated", False):
        return STRANGER
    if not hasattr(person, _MEMORY):
        setattr(person, _MEMORY, _read(person))
    persona: Persona = getattr(person, _MEMORY)
    return persona


def is_person_entitled(person: Any, asked: Requirement) -> Verdict:
    """As engine.is_entitled. Nothing is read where nothing but membership is asked for."""
    if asked == Requirement() and getattr(person, "is_authenticated", False):
        return YES
    return is_entitled(persona_of(person), asked)


def is_free_to(person: Any, deed: Deed, at: datetime) -> Verdict:
    """Whether no moderator has restricted this person from the deed: the same for page, API, Explain and verb.

    One query for a person at most, see civic.restraints.
    """
    return is_unrestrained(person, restrained_with(deed), at)


def restrained_with(deed: Deed) -> Deed:
    """The deed a moderator restricts to keep somebody from this one."""
    return RESTRAINED_WITH.get(deed, deed)


def is_verified(person: Any) -> bool:
    """Whether a support given now is one of a verified person."""
    return persona_of(person).identity.strength >= VERIFIED.strength


def _read(person: Any) -> Persona:
    now = database_now()
    believed = {row.kind: row for row in confirmations_of(person, now)}
    age = believed.get(Confirmed.AGE)
    return Persona(
        signed_in=True,
        # Whoever answered a code on the telephone can be reached as surely.
        mail_confirmed=Confirmed.MAIL in believed
        or Confirmed.PHONE in believed
        or EmailAddress.objects.filter(user_id=person.pk, verified=True).exists(),
        identity=_identity(person, believed),
        ties=frozenset(tie for kind, tie in TIES.items() if kind in believed),
        age=age_at(age, now) if age else None,
        is_staff=is_staff(person),
    )


def _identity(person: Any, believed: Container[str]) -> Identity:
    """How surely they are one person: checked, or at least vouched for by a service they come in with."""
    if Confirmed.IDENTITY in believed:
        return Identity.CERTIFIED
    if Confirmed.PHONE in believed:
        return Identity.PHONE
    return Identity.SOCIAL if comes_by_service(person) else Identity.NONE
