"""일회 참여: somebody takes part without an account, where the rules let them, with a code from a letter.

Whoever reads letters at an address is one person: the account that confirmed it, or a stand-in as paper has them.
The address itself is not kept, only a keyed hash of it. What a stand-in did becomes the account's as soon as
somebody makes one with that address (civic/paper/folding.py).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from civic.identity.phones import confirm_phone, known_by_phone
from civic.journeys.comment import comment, delete_comment
from civic.journeys.support import give_support, withdraw_support
from civic.paper.folding import fold
from civic.paper.models import ContactKey, OfflinePerson
from civic.paper.models import Means as KnownBy
from civic.paper.people import recognise
from civic.paper.recognising import Known, keys_of
from civic.people.confirming import confirmations_of, keep_confirmed
from civic.people.models import Confirmed, Means
from civic.processes.kinds import Deed
from civic.proposals.models import Comment, Proposal, Standing, Support
from civic.proposals.rules import may_take_part_once
from platform_core.access import Refused, no, require
from platform_core.access.place import institution_here
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.consent import agreed_versions, record_consent, versions_in_force
from platform_core.accounts.models import User

MOST_SHOWN = 100
# Letters with a code are about this, and go after a day: the address on them is not kept.
CODE_LETTERS, CODES_KEPT = "one-time-code-", timedelta(days=1)


@transaction.atomic
def person_behind(*, known: Known, confirms: Confirmed, at: datetime) -> User:
    """Who answered a code sent there: `known` leads to an account or to a stand-in, made where there is none.

    Of a stand-in it is kept to which words they agreed, and that the address or telephone is theirs.
    """
    account = known_by_phone(known.value) if known.means == KnownBy.PHONE else None
    person = account or recognise(name="", known=known, by=None, at=at, shown=_shown())
    if is_stand_in(person):
        if agreed_versions(person) != versions_in_force(at):
            record_consent(user=person, at=at)
        if not confirmations_of(person, at).filter(kind=confirms).exists():
            keep_confirmed(person=person, kinds=[confirms], means=Means.ANSWERED, at=at)
    return person


def known_by_address(to: str) -> tuple[Known, Confirmed]:
    """Of what a code was sent to: an e-mail address, or a number as texting.number_of makes it."""
    if "@" in to:
        mail = to.casefold()
        return Known(KnownBy.MAIL, mail, mail), Confirmed.MAIL
    # Without a name, as on paper it would have: who holds the phone is all that is known.
    return Known(KnownBy.PHONE, to), Confirmed.PHONE


@transaction.atomic
def claim_phone(*, user: User, number: str, at: datetime) -> None:
    """An account's holder answered it: what was done with it before becomes theirs. Raises SamePerson."""
    confirm_phone(user=user, number=number, at=at)
    known, _kind = known_by_address(number)
    for row in ContactKey.objects.filter(key__in=keys_of(known).values()).select_related("user"):
        fold(stand_in=row.user, account=user, by=None, at=at)


def is_stand_in(person: User) -> bool:
    return OfflinePerson.objects.filter(pk=person.pk).exists()


def support_once(*, proposal: Proposal, person: User, at: datetime, whence: Whence = NOWHERE) -> bool:
    """True if it is new. The same person is counted once, however they came. Raises Refused."""
    require(may_take_part_once(Deed.SUPPORT, proposal, at))
    return give_support(proposal=proposal, citizen=person, whence=whence)


def comment_once(
    *, proposal: Proposal, person: User, body: str, at: datetime, whence: Whence = NOWHERE
) -> Comment:
    """Raises Refused."""
    require(may_take_part_once(Deed.COMMENT, proposal, at))
    return comment(proposal=proposal, citizen=person, body=body, at=at, whence=whence)


def take_support_back(*, proposal: Proposal, person: User) -> bool:
    """Of a stand-in only: what an account did is changed by whoever logs in to it. Raises Refused."""
    require_stand_in(person)
    return withdraw_support(proposal=proposal, citizen=person)


def take_comment_back(*, comment: Comment, person: User, at: datetime) -> bool:
    require_stand_in(person)
    return delete_comment(comment=comment, citizen=person, at=at)


def forget(*, person: User, keep_writings: bool, at: datetime) -> bool:
    """As an account that is left: supports stay counted, and nobody is recognised by that address any more."""
    require_stand_in(person)
    return withdraw_from(user=person, keep_writings=keep_writings, at=at)


def supported_once(person: User) -> list[Proposal]:
    """Newest first, those that can still be read."""
    given = Support.objects.filter(citizen=person, proposal=OuterRef("pk"))
    found = Proposal.objects.filter(Exists(given), standing=Standing.OPEN)
    return list(found.order_by("-pk")[:MOST_SHOWN])


def said_once(person: User) -> list[Comment]:
    found = Comment.objects.filter(author=person, standing=Standing.OPEN).select_related("proposal")
    return list(found.order_by("-pk")[:MOST_SHOWN])


def require_stand_in(person: User) -> None:
    if not is_stand_in(person):
        raise Refused(
            no(
                "has_account",
                _("You have an account here with this address: what you do belongs to it."),
                _("Log in to change it."),
            )
        )


def _shown() -> str:
    with translation.override(getattr(institution_here(), "default_language", settings.LANGUAGE_CODE)):
        return _("Took part without an account")
