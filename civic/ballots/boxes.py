"""Papers out of a ballot box: counted by one person, counted again by another, and only then in the sum."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.ballots.choosing import most_choices
from civic.ballots.kinds import Kind
from civic.ballots.models import Ballot, Box
from civic.ballots.rules import may_confirm_box, may_enter_box
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody found in a box, in papers; `votes` by number of the option."""

    papers: int
    blank: int = 0
    invalid: int = 0
    votes: Mapping[int, int] = field(default_factory=dict)


def adds_up(ballot: Ballot, options: int, counted: Counted) -> Verdict:
    """Whether so many papers can hold so many votes: a slip of the pen is found before it is published."""
    valid = counted.papers - counted.blank - counted.invalid
    votes = sum(counted.votes.values())
    most = most_choices(ballot, options)
    if valid < 0:
        return no("too_few_papers", _("There are more blank and invalid papers than papers."))
    if any(one > valid for one in counted.votes.values()):
        return no("too_many_votes", _("Something has more votes than there are valid papers."))
    if votes > valid * most or votes < valid:
        return no(
            "does_not_add_up",
            _("%(papers)s valid papers hold between %(least)s and %(most)s votes; these are %(votes)s.")
            % {"papers": valid, "least": valid, "most": valid * most, "votes": votes},
            _("Count once more."),
            requirement=valid * most,
            actual=votes,
        )
    if ballot.exactly and ballot.kind in (Kind.SEVERAL, Kind.BUDGET) and votes != valid * most:
        return no(
            "does_not_add_up",
            _(
                "Each paper names exactly %(each)s: %(papers)s valid papers hold %(most)s votes; these are %(votes)s."
            )
            % {"each": most, "papers": valid, "most": valid * most, "votes": votes},
            _("Count once more."),
            requirement=valid * most,
            actual=votes,
        )
    return YES


@transaction.atomic
def enter_box(*, ballot: Ballot, name: str, counted: Counted, by: User, at: datetime) -> Box:
    """The first count. Raises Refused."""
    here = _held(ballot)
    require(may_enter_box(by, here, at))
    require(adds_up(here, here.options.count(), counted))
    if Box.objects.filter(ballot=here, name=name).exists():
        raise Refused(no("box_known", _("A box of this name has been entered already.")))
    box = Box.objects.create(ballot=here, name=name, entered_at=at, entered_by=by, **_columns(counted))
    _tell("ballots.box.entered", box, at, by)
    return box


@transaction.atomic
def confirm_box(*, box: Box, counted: Counted, by: User, at: datetime) -> None:
    """The second count, typed without seeing the first. Raises Refused where they differ."""
    box.ballot = _held(box.ballot)
    now = Box.objects.select_for_update().get(pk=box.pk)
    now.ballot = box.ballot
    require(may_confirm_box(by, now, at))
    if _columns(counted) != {name: getattr(now, name) for name in _columns(counted)}:
        raise Refused(
            no(
                "counts_differ",
                _("The two counts differ: nothing has been taken into the sum."),
                _("Count the papers together once more, and remove the entry that is wrong."),
            )
        )
    now.confirmed_at, now.confirmed_by = at, by
    now.save(update_fields=["confirmed_at", "confirmed_by"])
    _tell("ballots.box.confirmed", now, at, by)


@transaction.atomic
def remove_box(*, box: Box, reason: str, by: User, at: datetime) -> bool:
    """An entry that was wrong, with a reason, until the count is finished. Raises Refused."""
    here = _held(box.ballot)
    require(may_enter_box(by, here, at))
    if not reason.strip():
        raise Refused(no("reason_needed", _("Say why it is removed.")))
    gone, _kinds = Box.objects.filter(pk=box.pk).delete()
    if gone:
        _tell("ballots.box.removed", box, at, by, reason=reason)
    return bool(gone)


def _held(ballot: Ballot) -> Ballot:
    return Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)


def _columns(counted: Counted) -> dict[str, object]:
    """As a box keeps them: what nobody chose is not written down."""
    votes = {str(pk): votes for pk, votes in sorted(counted.votes.items()) if votes}
    return {
        "papers": counted.papers,
        "blank": counted.blank,
        "invalid": counted.invalid,
        "votes": votes,
    }


def _tell(kind: str, box: Box, at: datetime, by: User, **more: str) -> None:
    record(
        kind,
        box,
        at=at,
        actor=by,
        ballot=box.ballot_id,
        proposal=box.ballot.item_id,
        papers=box.papers,
        **more,
    )
