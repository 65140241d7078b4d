"""일회 참여: somebody takes part without an account, where the rules let them, with a code from a letter.

Whoever reads letters at an address is one person: the account that confirmed it, or a stand-in as paper has them.
The address itself is not kept, only a keyed hash of it. What a stand-in did becomes the account's as soon as
somebody makes one with that address (civic/paper/folding.py).

Telephone numbers are given to others. So a number acts for whoever answered it within three months, and never for an
account, which it does not open; after that whoever answers is somebody new. What was counted for that number before is
not counted once more: it may be the same person after all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from civic.ballots.models import Ballot, Voter
from civic.ballots.once import may_vote_once
from civic.debates.models import CurrentVote, Debate, Opinion
from civic.debates.once import may_opine_once
from civic.identity.phones import NUMBER_IS_OURS, confirm_phone, known_by_phone
from civic.journeys.ballot import drop_running_votes, vote, withdraw_vote
from civic.journeys.comment import comment, delete_comment
from civic.journeys.debate import opine, withdraw_opinion
from civic.journeys.support import give_support, withdraw_support
from civic.paper.folding import fold
from civic.paper.models import ContactKey, OfflinePerson
from civic.paper.models import Means as KnownBy
from civic.paper.people import account_with, hold_person, recognise
from civic.paper.recognising import Known, keys_of
from civic.people.confirming import BELIEVED_FOR, confirmations_of, keep_confirmed
from civic.people.models import Confirmed, Means
from civic.processes.engine.persons import SIGN_IN
from civic.processes.kinds import Deed
from civic.proposals.models import Comment, Proposal, Standing, Support
from civic.proposals.rules import may_take_part_once
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.access.place import institution_here
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.consent import agreed_versions, record_consent, versions_in_force
from platform_core.accounts.models import User

MOST_SHOWN = 100
# A number passes on so often at most before nobody remembers.
MOST_HOLDERS = 10
# Letters with a code are about this, and go after a day: the address on them is not kept.
CODE_LETTERS, CODES_KEPT = "one-time-code-", timedelta(days=1)


@transaction.atomic
def person_behind(*, known: Known, confirms: Confirmed, at: datetime) -> User:
    """Who answered a code sent there: `known` leads to an account or to a stand-in, made where there is none.

    Of a stand-in it is kept to which words they agreed, and that the address or telephone is theirs. Raises Refused
    (`has_account`) for a telephone that an account was confirmed with.
    """
    if known.means == KnownBy.PHONE:
        person = _behind_number(known, at)
    else:
        person = recognise(name="", known=known, by=None, at=at, shown=_shown())
    if is_stand_in(person):
        if agreed_versions(person) != versions_in_force(at):
            record_consent(user=person, at=at)
        if not confirmations_of(person, at).filter(kind=confirms).exists():
            keep_confirmed(person=person, kinds=[confirms], means=Means.ANSWERED, at=at)
    return person


def person_known(*, known: Known, at: datetime) -> User | None:
    """As person_behind, and nobody is made by asking: None for whoever has done nothing here. Raises Refused."""
    if known.means == KnownBy.MAIL and (account := account_with(known.mail)) is not None:
        return account
    if known.means == KnownBy.PHONE and (holder := known_by_phone(known.value, at=at)) and holder[1]:
        raise Refused(_number_of_an_account())
    row = ContactKey.objects.filter(key__in=keys_of(known).values()).select_related("user")
    found = row.order_by("pepper").last()
    if found is None or found.user.withdrawn_at is not None:
        return None
    if known.means != KnownBy.PHONE:
        return found.user
    answered = found.answered_at or found.made_at
    if is_stand_in(found.user):
        return found.user if at < answered + NUMBER_IS_OURS else None
    if at < answered + BELIEVED_FOR:
        raise Refused(_number_of_an_account())
    return None


def _behind_number(known: Known, at: datetime) -> User:
    """The stand-in who answered there lately, or a new one. Raises Refused where an account has that number."""
    # First the accounts, then the stand-ins: as claim_phone holds them.
    account = known_by_phone(known.value, at=at)
    if account is not None and account[1]:
        raise Refused(_number_of_an_account())
    keys = list(keys_of(known).values())
    hold_person(keys)
    before = account[0] if account is not None else None
    row = ContactKey.objects.filter(key__in=keys).select_related("user").order_by("pepper").last()
    if row is not None:
        answered = row.answered_at or row.made_at
        if not is_stand_in(row.user) and at < answered + BELIEVED_FOR:
            raise Refused(_number_of_an_account())
        if is_stand_in(row.user) and at < answered + NUMBER_IS_OURS:
            ContactKey.objects.filter(pk=row.pk).update(answered_at=at)
            return row.user
        before = row.user
        ContactKey.objects.filter(key__in=keys).delete()
    person = recognise(name="", known=known, by=None, at=at, shown=_shown())
    if before is not None:
        OfflinePerson.objects.filter(pk=person.pk).update(number_was=before)
    return person


def _number_of_an_account() -> Verdict:
    return no(
        "has_account",
        _("An account here was confirmed with this number. A number alone does not open it."),
        _("Log in to take part, or use your e-mail address."),
        str(SIGN_IN),
    )


def holders_before(person: User) -> list[int]:
    """Who was known by this one's number before, the latest first; none for whoever is known by an address."""
    found: list[int] = []
    number = OfflinePerson.objects.filter(pk=person.pk).values_list("number_was", flat=True).first()
    while number is not None and number not in found and len(found) < MOST_HOLDERS:
        found.append(number)
        number = OfflinePerson.objects.filter(pk=number).values_list("number_was", flat=True).first()
    return found


def _not_counted_before(is_counted: bool) -> Verdict:
    if not is_counted:
        return YES
    return no(
        "number_counted",
        _("Somebody took part here with this number before. A number counts once."),
        _("If it was not you, use your e-mail address or an account."),
    )


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
        if at < (row.answered_at or row.made_at) + NUMBER_IS_OURS:
            fold(stand_in=row.user, account=user, by=None, at=at)


def is_stand_in(person: User) -> bool:
    return OfflinePerson.objects.filter(pk=person.pk).exists()


def support_once(*, proposal: Proposal, person: User, at: datetime, whence: Whence = NOWHERE) -> bool:
    """True if it is new. The same person is counted once, however they came. Raises Refused."""
    require(may_take_part_once(Deed.SUPPORT, proposal, at))
    before = Support.objects.filter(proposal=proposal, citizen__in=holders_before(person))
    require(_not_counted_before(before.exists()))
    return give_support(proposal=proposal, citizen=person, whence=whence)


def comment_once(
    *, proposal: Proposal, person: User, body: str, at: datetime, whence: Whence = NOWHERE
) -> Comment:
    """Raises Refused."""
    require(may_take_part_once(Deed.COMMENT, proposal, at))
    return comment(proposal=proposal, citizen=person, body=body, at=at, whence=whence)


def vote_once(
    *, ballot: Ballot, person: User, chosen: Sequence[int], at: datetime, whence: Whence = NOWHERE
) -> bool:
    """False when it says the same already. Raises Refused."""
    require(may_vote_once(ballot, at))
    before = Voter.objects.filter(ballot=ballot, person__in=holders_before(person))
    require(_not_counted_before(before.exists()))
    return vote(ballot=ballot, person=person, chosen=chosen, whence=whence)


def opine_once(
    *, debate: Debate, person: User, side: str, body: str, at: datetime, whence: Whence = NOWHERE
) -> Opinion:
    """Raises Refused."""
    require(may_opine_once(debate, at))
    before = CurrentVote.objects.filter(debate=debate, person__in=holders_before(person))
    require(_not_counted_before(before.exists()))
    return opine(debate=debate, author=person, side=side, body=body, at=at, whence=whence)


def take_support_back(*, proposal: Proposal, person: User) -> bool:
    """Of a stand-in only: what an account did is changed by whoever logs in to it. Raises Refused."""
    require_stand_in(person)
    return withdraw_support(proposal=proposal, citizen=person)


def take_comment_back(*, comment: Comment, person: User, at: datetime) -> bool:
    require_stand_in(person)
    return delete_comment(comment=comment, citizen=person, at=at)


def take_vote_back(*, ballot: Ballot, person: User) -> bool:
    require_stand_in(person)
    return withdraw_vote(ballot=ballot, person=person)


def take_opinion_back(*, opinion: Opinion, person: User, at: datetime) -> bool:
    require_stand_in(person)
    return withdraw_opinion(opinion=opinion, author=person, at=at)


@transaction.atomic
def forget(*, person: User, keep_writings: bool, at: datetime) -> bool:
    """As an account that is left: supports stay counted, and nobody is recognised by that address any more.

    So a vote that still runs is taken out: the same address could vote there once more.
    """
    require_stand_in(person)
    drop_running_votes(person)
    # At once: whoever comes again before the farewell was heard is somebody new, not whom nobody finds any more.
    ContactKey.objects.filter(user=person).delete()
    return withdraw_from(user=person, keep_writings=keep_writings, at=at)


def supported_once(person: User) -> list[Proposal]:
    """Newest first, those that can still be read."""
    given = Support.objects.filter(citizen=person, proposal=OuterRef("pk"))
    found = Proposal.objects.filter(Exists(given), standing=Standing.OPEN)
    return list(found.order_by("-pk")[:MOST_SHOWN])


def said_once(person: User) -> list[Comment]:
    found = Comment.objects.filter(author=person, standing=Standing.OPEN).select_related("proposal")
    return list(found.order_by("-pk")[:MOST_SHOWN])


def voted_once(person: User) -> list[Ballot]:
    """In which votes, never what."""
    found = Ballot.objects.filter(voters__person=person).select_related("item")
    return list(found.order_by("-pk")[:MOST_SHOWN])


def opinions_once(person: User) -> list[Opinion]:
    found = Opinion.objects.filter(author=person, standing=Standing.OPEN).select_related("debate")
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
