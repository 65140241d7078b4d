"""Who may do a deed at all (guide C2.12), and how somebody who may not becomes able to."""

from dataclasses import dataclass

from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from civic.processes.document import Requirement
from civic.processes.kinds import Identity, Tie
from platform_core.access import YES, Verdict, no

SIGN_IN = reverse_lazy("account_login")
# Where somebody reads what is confirmed of them, and how it comes to be.
CONFIRMATIONS = reverse_lazy("portal:my_confirmations")


@dataclass(frozen=True, slots=True)
class Persona:
    """What is known of a person, real or imagined. `age` in full years; None: not known."""

    signed_in: bool = True
    mail_confirmed: bool = True
    identity: Identity = Identity.NONE
    ties: frozenset[Tie] = frozenset()
    age: int | None = None
    is_staff: bool = False


STRANGER = Persona(signed_in=False, mail_confirmed=False)


def is_entitled(persona: Persona, asked: Requirement) -> Verdict:
    """YES, or the first thing that is missing."""
    if asked.takes_once and not persona.signed_in and not persona.mail_confirmed:
        return no(
            "sign_in",
            _("Sign in, or confirm your e-mail address once: no account is needed for this."),
            _("A code comes by letter. You are counted once, and the address itself is not kept."),
            str(SIGN_IN),
        )
    if not asked.takes_once and _asks_for_an_account(asked) and not persona.signed_in:
        return no("sign_in", _("Sign in first."), _("Signing in takes a minute."), str(SIGN_IN))
    if asked.mail_confirmed and not persona.mail_confirmed:
        return no(
            "mail_not_confirmed",
            _("Your e-mail address is not confirmed yet."),
            _("Open the letter we sent you, or ask for a new one."),
        )
    if asked.no_staff and persona.is_staff:
        return no("staff_excluded", _("People who work for the institution do not take part in this."))
    for verdict in (_old_enough(persona, asked), _sure_enough(persona, asked), _tied(persona, asked)):
        if not verdict.allowed:
            return verdict
    return YES


def _asks_for_an_account(asked: Requirement) -> bool:
    about = asked.mail_confirmed or asked.ties or asked.min_age or asked.identity != Identity.NONE
    return bool(asked.member or about)


def _old_enough(persona: Persona, asked: Requirement) -> Verdict:
    if not asked.min_age or (persona.age is not None and persona.age >= asked.min_age):
        return YES
    sentence = _("You must be at least %(age)s years old.") % {"age": asked.min_age}
    if persona.age is None:
        return no(
            "age_unknown",
            sentence,
            _("Have your age confirmed once; your date of birth is not kept."),
            str(CONFIRMATIONS),
            requirement=asked.min_age,
        )
    return no("too_young", sentence, requirement=asked.min_age, actual=persona.age)


def _sure_enough(persona: Persona, asked: Requirement) -> Verdict:
    if persona.identity.strength >= asked.identity.strength:
        return YES
    return no(
        "identity_needed",
        _("This needs a check that you are one person: %(check)s.") % {"check": asked.identity.label},
        _("Have your identity checked once; only the yes is kept."),
        str(CONFIRMATIONS),
        requirement=asked.identity.value,
        actual=persona.identity.value,
    )


def _tied(persona: Persona, asked: Requirement) -> Verdict:
    if not asked.ties or persona.ties & set(asked.ties):
        return YES
    return no(
        "not_from_here",
        _("This is for people of whom this holds: %(ties)s.") % {"ties": tie_words(asked.ties)},
        _("Have it confirmed, at the counter or by a letter; your address is not kept."),
        str(CONFIRMATIONS),
        requirement=[tie.value for tie in asked.ties],
        actual=sorted(tie.value for tie in persona.ties),
    )


def tie_words(ties: tuple[Tie, ...]) -> str:
    """lives here or works here"""
    return str(_(" or ")).join(str(tie.label) for tie in ties)
