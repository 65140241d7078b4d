"""우편 확인: a letter to the address somebody says they live at, with a code that they type when it has come.

For people without a telephone, a certificate or the time to come by.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.codes import bare, new_code
from civic.identity.models import PostalCheck
from civic.identity.peppers import keys_under_each, newest_key
from civic.people.confirming import keep_confirmed, may_confirm
from civic.people.models import Confirmed, Means
from platform_core.access import Refused, no, require
from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.models import User
from platform_core.events.actions import record

CODE_LASTS = timedelta(days=30)
# An address that nobody printed is not kept for ever.
ADDRESS_LASTS = timedelta(days=30)
MOST_WRONG_TRIES = 8
CODE = "identity.letter"


@transaction.atomic
def ask_for_letter(*, user: User, address: str, at: datetime) -> PostalCheck:
    """The address waits, sealed, for somebody to print it. Raises Refused (`letter_on_its_way`)."""
    let_old_ones_go(at=at)
    if PostalCheck.objects.filter(user=user, ended_at=None).exists():
        raise _on_its_way()
    try:
        with transaction.atomic():
            asked = PostalCheck.objects.create(user=user, address=seal(address), asked_at=at)
    except IntegrityError:
        raise _on_its_way() from None
    record(events.LETTER_ASKED, user, at=at, actor=user)
    return asked


def _on_its_way() -> Refused:
    return Refused(
        no(
            "letter_on_its_way",
            _("A letter for you is on its way already."),
            _("Type the code when it has come, or take it back and ask anew."),
        )
    )


@transaction.atomic
def print_letter(*, check: PostalCheck, by: User, at: datetime) -> tuple[str, str] | None:
    """(address, code) for the paper; the address is forgotten, of the code a hash stays. None if printed meanwhile.

    Raises Refused, and BrokenSeal where the address cannot be read any more.
    """
    require(may_confirm(by, check.user))
    locked = PostalCheck.objects.select_for_update(of=("self",)).filter(pk=check.pk, ended_at=None).first()
    if locked is None or locked.printed_at is not None:
        return None
    address, code = unseal(locked.address), new_code()
    locked.address, locked.code_hash = "", newest_key(bare(code), purpose=CODE)
    locked.printed_at, locked.printed_by, locked.expires_at = at, by, at + CODE_LASTS
    locked.save()
    record(events.LETTER_PRINTED, locked.user, at=at, actor=by)
    return address, code


def answer_letter(*, user: User, code: str, at: datetime) -> bool:
    """True: the person lives where the letter went. False for a wrong code, which is counted.

    Raises Refused where no letter is on its way, or after too many wrong codes.
    """
    with transaction.atomic():
        found = PostalCheck.objects.select_for_update().filter(user=user, ended_at=None).first()
        if found is None or found.expires_at is None or found.expires_at <= at:
            raise Refused(no("no_letter", _("No letter with a code is on its way to you.")))
        if found.wrong_tries >= MOST_WRONG_TRIES:
            raise Refused(
                no("too_many_tries", _("Too many wrong codes were typed."), _("Ask for a new letter."))
            )
        if found.code_hash not in keys_under_each(bare(code), purpose=CODE).values():
            PostalCheck.objects.filter(pk=found.pk).update(wrong_tries=found.wrong_tries + 1)
            return False
        PostalCheck.objects.filter(pk=found.pk).update(ended_at=at)
        keep_confirmed(person=user, kinds=[Confirmed.RESIDES], means=Means.BY_LETTER, at=at)
        return True


@transaction.atomic
def take_letter_back(*, user: User, at: datetime) -> bool:
    """The person does not want it any more, or asks for another."""
    ended = PostalCheck.objects.filter(user=user, ended_at=None).update(ended_at=at, address="")
    if ended:
        record(events.LETTER_ENDED, user, at=at, actor=user)
    return bool(ended)


def let_old_ones_go(*, at: datetime) -> int:
    """Addresses nobody printed, and codes that have run out. Returns how many."""
    waiting = PostalCheck.objects.filter(ended_at=None)
    unprinted = waiting.filter(printed_at=None, asked_at__lte=at - ADDRESS_LASTS)
    gone = unprinted.update(ended_at=at, address="")
    return gone + waiting.filter(expires_at__lte=at).update(ended_at=at)


def letter_of(user: User, at: datetime) -> PostalCheck | None:
    """The one on its way: asked for, perhaps printed, not answered and not run out."""
    found = PostalCheck.objects.filter(user=user, ended_at=None).first()
    over = found is not None and found.expires_at is not None and found.expires_at <= at
    return None if over else found


def letters_to_print() -> list[PostalCheck]:
    """In the order they were asked for; two hundred at most are shown at once."""
    return list(PostalCheck.objects.filter(ended_at=None, printed_at=None).select_related("user")[:200])


def is_readable(check: PostalCheck) -> bool:
    try:
        unseal(check.address)
    except BrokenSeal:
        return False
    return True
