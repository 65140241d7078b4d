"""만 14세 미만: a grown-up says who they are, and then yes; without both no account is made (개인정보 보호법 제22조의2).

Of the child nothing is asked before that, of the grown-up only an address. Whoever does not answer within five days
is forgotten (표준 개인정보 보호지침 제13조). The consent can be taken back by the link in the letter, at any time.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.checking import PERSON, Checked
from civic.identity.codes import use_guardians_code
from civic.identity.models import Guardianship
from civic.identity.peppers import newest_key
from civic.identity.rules import may_ask_a_guardian
from platform_core.access import Refused, no, require
from platform_core.access.place import schema_here
from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.actions import open_account, withdraw_from
from platform_core.accounts.addresses import say_confirmed
from platform_core.accounts.consent import CONSENT_GIVEN, versions_in_force
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.actions import forget_sent, queue_letter
from platform_core.outbound.sender import home_address, sender_name

# 민법 제4조.
GROWN_UP = 19
ANSWER_WITHIN = timedelta(days=5)
BY_CODE = "code"


@dataclass(frozen=True, slots=True)
class Shown:
    """That a grown-up was seen: by which service or code, and the mark of who it is ("" where nothing says it)."""

    by: str
    person_key: str = ""


@transaction.atomic
def ask_guardian(*, mail: str, language: str, at: datetime) -> Guardianship:
    """A letter with a link goes to the grown-up. Raises Refused where children are not taken in."""
    require(may_ask_a_guardian())
    forget_unanswered(at=at)
    token = secrets.token_urlsafe(24)
    asked = Guardianship.objects.create(mail=seal(mail), token_hash=_hash(token), asked_at=at)
    record(events.GUARDIAN_ASKED, asked, at=at)
    queue_letter(
        to=mail,
        subject=_("[%(sender)s] A child asks for your consent") % {"sender": sender_name()},
        body=_(
            "A child under fourteen wants to take part in what is decided here, and gave your address as that of a"
            " parent or guardian.\n\nOn the page you read what the child can do and what is kept, show once who you"
            " are, and say yes. Without your yes nothing happens: after five days this address is forgotten.\n\n"
            "If you do not know of it, do nothing."
        ),
        action_label=_("Read and decide"),
        action_url=home_address(f"/guardian/{token}/"),
        language=language,
        dedupe_key=_letter_to(asked.pk),
        secret=True,
    )
    return asked


def find_guardianship(token: str, at: datetime) -> Guardianship | None:
    """What the link leads to: a question that is open, or a consent that holds."""
    return _holding(Q(token_hash=_hash(token)), at)


def guardianship_at(number: int, at: datetime) -> Guardianship | None:
    """As find_guardianship, for somebody who has come by the link in this browser."""
    return _holding(Q(pk=number), at)


def _holding(which: Q, at: datetime) -> Guardianship | None:
    found = Guardianship.objects.select_related("child").filter(which, ended_at=None).first()
    over = found is not None and found.consented_at is None and found.asked_at + ANSWER_WITHIN <= at
    return None if over else found


def shown_by_service(checked: Checked, *, key: str) -> Shown:
    """Raises Refused for somebody who is no grown-up, or of whom the service does not say how old they are."""
    if checked.full_years is None:
        raise Refused(
            no(
                "age_unknown",
                _("The service did not say how old you are."),
                _("Use another one, or get a code at the counter of the institution."),
            )
        )
    if checked.full_years < GROWN_UP:
        raise Refused(
            no(
                "too_young",
                _("A parent or guardian who is grown up has to consent."),
                requirement=GROWN_UP,
            )
        )
    return Shown(key, newest_key(checked.persons[0], purpose=PERSON))


def shown_by_code(code: str, *, at: datetime) -> Shown:
    """A code of a batch for guardians, given out after a document was seen. Raises Refused as codes.use_code does."""
    use_guardians_code(code=code, at=at)
    return Shown(BY_CODE)


@transaction.atomic
def consent(
    *, guardianship: Guardianship, shown: Shown, name: str, email: str, language: str, at: datetime
) -> User | None:
    """The child's account, which opens by codes to `email`; None where that address has an account here.

    Of the guardian stay the mark, the service's name, what was agreed to and when, and the sealed address, to which
    the link for taking it back was sent.
    """
    require(may_ask_a_guardian())
    held = Guardianship.objects.select_for_update().filter(pk=guardianship.pk).first()
    if held is None or held.consented_at is not None or held.ended_at is not None:
        raise Refused(no("answered_already", _("This has been answered already.")))
    if EmailAddress.objects.filter(email__iexact=email).exists():
        return None
    proven = address_of(held).lower() == email.lower()
    try:
        with transaction.atomic():
            child = open_account(
                email=email, name=name, password=None, at=at, language=language, is_proven=proven
            )
    except IntegrityError:
        return None
    versions = versions_in_force(at)
    record(CONSENT_GIVEN, child, at=at, actor=child, **versions, by_guardian=True)
    if proven:
        say_confirmed(child, at=at)
    held.child, held.person_key, held.shown_with = child, shown.person_key, shown.by
    held.versions, held.consented_at = versions, at
    held.save()
    record(events.GUARDIAN_CONSENTED, child, at=at, actor=child, shown_with=shown.by)
    return child


@transaction.atomic
def take_consent_back(*, guardianship: Guardianship, keep_writings: bool, at: datetime) -> bool:
    """The child's account is closed as if the child had left, and the guardian is forgotten. Or a plain no.

    False where it was answered so before.
    """
    held = Guardianship.objects.select_for_update().filter(pk=guardianship.pk).first()
    if held is None or held.ended_at is not None:
        return False
    if held.child is None:
        record(events.GUARDIAN_REFUSED, held, at=at)
        forget_sent(about=_letter_to(held.pk))
        held.delete()
        return True
    child = held.child
    _end(held, at)
    record(events.GUARDIAN_WITHDREW, child, at=at, actor=child)
    withdraw_from(user=child, keep_writings=keep_writings, at=at)
    return True


def child_has_left(person: int, *, at: datetime) -> None:
    for held in Guardianship.objects.filter(child_id=person, ended_at=None):
        _end(held, at)


def _end(held: Guardianship, at: datetime) -> None:
    """That there was a consent stays, as the account's own empty row does; who gave it does not."""
    Guardianship.objects.filter(pk=held.pk).update(ended_at=at, mail="", person_key="")
    forget_sent(about=_letter_to(held.pk))


def forget_unanswered(*, at: datetime) -> int:
    """Returns how many grown-ups did not answer in time. The letter goes too: their address stands on it."""
    late = Guardianship.objects.filter(consented_at=None, asked_at__lte=at - ANSWER_WITHIN)
    for pk in late.values_list("pk", flat=True):
        forget_sent(about=_letter_to(pk))
    return late.delete()[0]


def address_of(guardianship: Guardianship) -> str:
    try:
        return unseal(guardianship.mail)
    except BrokenSeal:
        return ""


def _letter_to(pk: int) -> str:
    """What the letter is about. It ends so that no other number begins with it."""
    return f"guardian-{pk}."


def _hash(token: str) -> str:
    return sha256(f"madang.guardian\n{schema_here()}\n{token}".encode()).hexdigest()
