"""Citizens vote; the database's clock says until when, and one person is one vote however they come."""

from collections.abc import Sequence

from django.db import transaction

from civic.abuse.braking import may_go_on
from civic.ballots import actions, rules
from civic.ballots.models import AsidePaper, Ballot, Option, Paper, Voter
from civic.ballots.secrecy import key_of, keys_of
from civic.journeys.paper import Entry, Somebody, person_on_paper
from civic.paper.rules import may_enter_paper
from civic.processes.clock import database_now
from civic.processes.kinds import Deed
from civic.proposals.limiting import hold_limit
from civic.restraints.models import Aside, AsideKind
from civic.restraints.rules import lies_aside, look_again
from platform_core.access import Refused, require
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.models import User


@transaction.atomic
def vote(*, ballot: Ballot, person: User, chosen: Sequence[int], whence: Whence = NOWHERE) -> bool:
    """Put this person's paper in, or change it. False when it says the same already. Raises Refused.

    No row is shared with others who vote: a ballot is only kept from being closed or changed meanwhile.
    """
    require(may_go_on(person, whence))
    here, options = _held(ballot)
    hold_limit(person, here.item.rules, Deed.VOTE)
    if _says_so_already(here, person, chosen):
        return False
    look_again(person)
    require(rules.may_vote(person, here, options, chosen, database_now()))
    _put_in(here, person, chosen, options)
    return True


@transaction.atomic
def withdraw_vote(*, ballot: Ballot, person: User) -> bool:
    """Take the paper out. False when there was none. Raises Refused."""
    here, _options = _held(ballot)
    if not rules.has_voted(person, here) and rules.takes_votes(here, database_now()).allowed:
        return False
    require(rules.may_withdraw_vote(person, here, database_now()))
    return actions.take_out(ballot=here, person=person.pk)


@transaction.atomic
def drop_running_votes(person: User) -> int:
    """Whoever is recognised no longer could vote once more: what runs does without this paper. Returns how many went.

    What is over stays as it is, counted or not: nobody votes there again.
    """
    dropped = 0
    for ballot in Ballot.objects.filter(voters__person=person, counted_at=None).order_by("pk"):
        here, _options = _held(ballot)
        if rules.takes_votes(here, database_now()).allowed:
            dropped += actions.take_out(ballot=here, person=person.pk)
    return dropped


@transaction.atomic
def vote_in_person(*, ballot: Ballot, who: Somebody, chosen: Sequence[int], entry: Entry) -> None:
    """Somebody stands at the counter. Who has voted already, there or here, is told so. Raises Refused.

    The officer who types it sees the choice, as with anything that is told to somebody; it is written down
    nowhere beside the name. Who wants nobody to see it uses a box.
    """
    require(may_enter_paper(entry.by))
    person = person_on_paper(who=who, entry=entry)
    here, options = _held(ballot)
    hold_limit(person, here.item.rules, Deed.VOTE)
    require(rules.may_enter_vote(entry.by, here, database_now()))
    require(rules.is_first_vote(person, here))
    look_again(person)
    require(rules.may_vote(person, here, options, chosen, database_now()))
    _put_in(here, person, chosen, options, by=entry.by)


@transaction.atomic
def fold_votes(*, stand_in: int, account: User) -> int:
    """Two turn out to be one person: in votes that still run one paper is left, that of the account.

    Returns how many papers went or changed hands. What has been counted stays as it was published.
    """
    changed = _fold_votes_aside(stand_in, account)
    mine = Voter.objects.filter(person=stand_in, ballot__counted_at=None).select_related("ballot")
    for row in mine.order_by("ballot_id"):
        here, _options = _held(row.ballot)
        if here.counted_at is None:
            _move_or_drop(here, stand_in, account)
            changed += 1
    return changed


def _fold_votes_aside(stand_in: int, account: User) -> int:
    """Votes that were taken out of the count, and may come back: the paper is found by the account's key then."""
    rows = Aside.objects.filter(kind=AsideKind.VOTE, person=stand_in).order_by("item")
    changed = 0
    for row in rows:
        here = Ballot.objects.filter(pk=row.item).first()
        if here is not None and here.counted_at is None:
            _fold_aside(row, here, stand_in, account)
        elif lies_aside(account, AsideKind.VOTE, [row.item]):
            row.delete()
        else:
            Aside.objects.filter(pk=row.pk).update(person=account.pk)
        changed += 1
    return changed


def _fold_aside(row: Aside, ballot: Ballot, stand_in: int, account: User) -> None:
    here, _options = _held(ballot)
    papers = AsidePaper.objects.filter(ballot=here, key__in=keys_of(here, stand_in))
    if rules.has_voted(account, here) or lies_aside(account, AsideKind.VOTE, [here.pk]):
        papers.delete()
        row.delete()
        return
    papers.update(key=key_of(here, account.pk))
    Aside.objects.filter(pk=row.pk).update(person=account.pk)


def _move_or_drop(ballot: Ballot, stand_in: int, account: User) -> None:
    paper = actions.paper_of(ballot, stand_in)
    if rules.has_voted(account, ballot) or paper is None:
        actions.take_out(ballot=ballot, person=stand_in)
        return
    Voter.objects.filter(ballot=ballot, person=stand_in).update(person=account)
    Paper.objects.filter(pk=paper.pk).update(key=key_of(ballot, account.pk))


def _put_in(
    ballot: Ballot, person: User, chosen: Sequence[int], options: list[Option], by: User | None = None
) -> None:
    is_new = actions.cast(ballot=ballot, person=person.pk, by=by)
    if is_new is None:
        require(rules.may_vote(person, ballot, options, chosen, database_now()))
        raise Refused(rules.is_over(ballot, database_now()))
    if not is_new and (by is not None or not ballot.may_change):
        # Two at once: the other one came first, and this one waited for it.
        require(rules.voted_already())
    if not is_new and actions.paper_of(ballot, person.pk) is None:
        require(rules.is_sealed())
    actions.put_in(ballot=ballot, person=person.pk, chosen=chosen)


def _held(ballot: Ballot) -> tuple[Ballot, list[Option]]:
    """As it stands now, kept from being closed; its item only read."""
    actions.hold_for_vote(ballot)
    here = Ballot.objects.select_related("item").get(pk=ballot.pk)
    return here, list(Option.objects.filter(ballot=here))


def _says_so_already(ballot: Ballot, person: User, chosen: Sequence[int]) -> bool:
    """A second click, or a lost answer sent again."""
    paper = actions.paper_of(ballot, person.pk) if rules.has_voted(person, ballot) else None
    return paper is not None and paper.choices == sorted(chosen)
