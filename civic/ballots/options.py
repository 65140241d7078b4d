"""What stands on a ballot: added, changed, put in order, taken away, as long as nobody has voted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from civic.ballots.actions import withdraw_approval
from civic.ballots.kinds import MOST_OPTIONS, Kind
from civic.ballots.models import Ballot, Option
from civic.ballots.rules import may_change_ballot
from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.files.keeping import kept, throw_away
from platform_core.files.taking import TakenIn
from platform_core.ordering import move_in

ROOM = "ballots"


@dataclass(frozen=True, slots=True)
class Writing:
    """What an option says. `cost` only on a budget."""

    title: str
    description: str = ""
    cost: int | None = None
    place: str = ""
    department: Department | None = None
    proposal: Proposal | None = None
    alt: str = ""


@contextmanager
def changing(ballot: Ballot, *, by: User, at: datetime) -> Iterator[Ballot]:
    """The ballot as it stands now, held: nobody votes meanwhile. It is approved anew afterwards. Raises Refused."""
    with transaction.atomic():
        here = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
        require(may_change_ballot(by, here))
        yield here
        withdraw_approval(ballot=here, by=by, at=at)


def add_option(
    *, ballot: Ballot, writing: Writing, by: User, at: datetime, picture: TakenIn | None = None
) -> Option:
    """Behind the others. Raises Refused."""
    if picture is None:
        return _add(ballot, writing, by, at)
    with kept(ROOM, picture.content, picture.extension) as stored_as:
        return _add(ballot, writing, by, at, stored_as, picture)


def _add(
    ballot: Ballot,
    writing: Writing,
    by: User,
    at: datetime,
    stored_as: str = "",
    picture: TakenIn | None = None,
) -> Option:
    with changing(ballot, by=by, at=at) as here:
        _is_addable(here, writing)
        last = here.options.aggregate(last=Max("position"))["last"]
        option = Option(ballot=here, position=0 if last is None else last + 1)
        _hang(option, stored_as, picture)
        _write(option, writing)
        option.save(force_insert=True)
    return option


def change_option(
    *, option: Option, writing: Writing, by: User, at: datetime, picture: TakenIn | None = None
) -> None:
    """With another picture, if there is one; the one before is thrown away then. Raises Refused."""
    if picture is None:
        _change(option, writing, by, at)
        return
    with kept(ROOM, picture.content, picture.extension) as stored_as:
        _change(option, writing, by, at, stored_as, picture)


def _change(
    option: Option,
    writing: Writing,
    by: User,
    at: datetime,
    stored_as: str = "",
    picture: TakenIn | None = None,
) -> None:
    with changing(option.ballot, by=by, at=at):
        now = Option.objects.get(pk=option.pk)
        if stored_as or not writing.alt:
            throw_away([now.stored_as] if now.stored_as else [])
            _hang(now, stored_as, picture)
        _write(now, writing)
        now.save()


def move_option(*, option: Option, up: bool, by: User, at: datetime) -> bool:
    """One place on, or back. False at the end of the row. Raises Refused."""
    with changing(option.ballot, by=by, at=at) as here:
        return move_in(here.options.all(), option, up=up)


def remove_option(*, option: Option, by: User, at: datetime) -> None:
    """Raises Refused."""
    with changing(option.ballot, by=by, at=at):
        throw_away([option.stored_as] if option.stored_as else [])
        Option.objects.filter(pk=option.pk).delete()


def _is_addable(ballot: Ballot, writing: Writing) -> None:
    if ballot.kind == Kind.FOR_AGAINST:
        raise Refused(no("two_sides", _("For and against are all there is on this ballot.")))
    if ballot.options.count() >= MOST_OPTIONS:
        raise Refused(no("too_many_options", _("At most %(count)s options.") % {"count": MOST_OPTIONS}))
    if writing.proposal is not None and ballot.options.filter(proposal=writing.proposal).exists():
        raise Refused(no("stands_already", _("This proposal stands on the ballot already.")))


def _write(option: Option, writing: Writing) -> None:
    option.title, option.description = writing.title, writing.description
    option.cost, option.place, option.department = writing.cost, writing.place, writing.department
    if writing.proposal is not None:
        option.proposal = writing.proposal
    option.alt = writing.alt if option.stored_as else ""


def _hang(option: Option, stored_as: str, picture: TakenIn | None) -> None:
    option.stored_as = stored_as
    option.picture_key = uuid4() if picture else None
    option.width = picture.width if picture else None
    option.height = picture.height if picture else None
