"""A stand-in turns out to be somebody with an account: what was done on paper becomes theirs, counted once.

Only the numbers that people see change, and only where one person had been counted twice: a support that both
gave leaves one row and one delta. What had been reached with it stays reached, as after any withdrawal.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from civic.debates.models import Opinion
from civic.paper.asides import give_asides_back, move_asides
from civic.paper.models import ContactKey, Folding, OfflinePerson, PaperDeed
from civic.paper.opinions import are_untouched, move_opinions
from civic.paper.people import hold_person
from civic.people.rules import is_moderator
from civic.proposals.models import Comment, Proposal, Support
from civic.restraints.models import Restraint
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.connection import connection

FOLDED = "paper.person.folded"
UNFOLDED = "paper.person.unfolded"

# One statement: a support the account gives at this very moment is either there already or waits for ours.
MOVE = """
WITH gone AS (
    DELETE FROM proposals_support WHERE citizen_id = %(from)s AND proposal_id = ANY(%(items)s)
    RETURNING proposal_id, given_at, verified
), moved AS (
    INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)
    SELECT proposal_id, %(to)s, given_at, verified FROM gone
    WHERE NOT EXISTS (SELECT FROM proposals_dislike d
                      WHERE d.citizen_id = %(to)s AND d.proposal_id = gone.proposal_id)
    ON CONFLICT (proposal_id, citizen_id) DO NOTHING
    RETURNING proposal_id
), counted AS (
    INSERT INTO proposals_supportdelta (proposal_id, amount, verified)
    SELECT proposal_id, -1, -verified::int FROM gone WHERE proposal_id NOT IN (SELECT proposal_id FROM moved)
    RETURNING proposal_id
)
SELECT proposal_id, given_at, verified, proposal_id IN (SELECT proposal_id FROM moved) FROM gone
ORDER BY proposal_id
"""
GIVE_BACK = """
WITH given AS (
    INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)
    VALUES (%(item)s, %(to)s, %(given_at)s, %(verified)s)
    ON CONFLICT (proposal_id, citizen_id) DO NOTHING RETURNING proposal_id, verified
)
INSERT INTO proposals_supportdelta (proposal_id, amount, verified)
SELECT proposal_id, 1, verified::int FROM given
"""


def may_unfold(person: Any, folding: Folding) -> Verdict:
    """Moderators, as long as nobody has built on it: every support and opinion that moved is still as it was."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators enter what was done on paper."))
    if folding.undone_at is not None:
        return no("undone_already", _("This has been undone already."))
    if not _is_untouched(folding):
        return no(
            "built_on",
            _(
                "The person has changed, online, something that came from paper. It cannot be undone any more."
            ),
        )
    return YES


@transaction.atomic
def fold(*, stand_in: User, account: User, by: User | None, at: datetime) -> Folding | None:
    """None when there is nothing to fold: no stand-in, folded before, or an account that has left."""
    hold_person(list(_keys(stand_in).values_list("key", flat=True)))
    its = User.objects.select_for_update(no_key=True).filter(pk=account.pk, withdrawn_at=None).first()
    if its is None or hasattr(its, "offline"):
        return None
    return _fold(stand_in, account, by, at)


@transaction.atomic
def fold_by_hand(*, stand_in: User, into: User, reason: str, by: User, at: datetime) -> Folding:
    """Two who took part on paper are one person, as somebody who had both in view says. Raises Refused."""
    keys = ContactKey.objects.filter(user__in=[stand_in, into])
    hold_person(list(keys.values_list("key", flat=True)))
    # In the order of their numbers: two officers who fold them crosswise do not wait for each other.
    both = OfflinePerson.objects.filter(pk__in=[stand_in.pk, into.pk]).order_by("pk")
    list(both.select_for_update())
    require(may_fold_by_hand(by, stand_in, into))
    if not reason.strip():
        require(no("reason_needed", _("Say why they are the same person.")))
    folding = _fold(stand_in, into, by, at, reason)
    assert folding is not None
    return folding


def _fold(stand_in: User, account: User, by: User | None, at: datetime, reason: str = "") -> Folding | None:
    found = OfflinePerson.objects.select_for_update().filter(pk=stand_in.pk, folded_into=None).first()
    if found is None or stand_in.pk == account.pk:
        return None
    moved: dict[str, list[Any]] = {
        **_move_supports(stand_in.pk, account.pk),
        **move_asides(from_person=stand_in.pk, to_person=account.pk),
        **_move_writings(stand_in.pk, account.pk, at),
        "restraints": _moved(Restraint.objects.filter(person=stand_in), person=account),
        "deeds": _moved(PaperDeed.objects.filter(citizen=stand_in), citizen=account),
        "keys": _moved(_keys(stand_in), user=account),
    }
    OfflinePerson.objects.filter(pk=stand_in.pk).update(folded_into=account, folded_at=at)
    folding = Folding.objects.create(
        stand_in=stand_in, account=account, at=at, by=by, moved=moved, reason=reason
    )
    record(
        FOLDED,
        account,
        at=at,
        actor=by,
        stand_in=stand_in.pk,
        moved=len(moved["supports"]),
        dropped=[item for item, _given, _verified in moved["dropped"]],
    )
    return folding


def may_fold_by_hand(person: Any, stand_in: User, into: User) -> Verdict:
    """Moderators: two different people without an account, neither of them found to be somebody else."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators enter what was done on paper."))
    if stand_in.pk == into.pk:
        return no("same_person", _("They are one person already: nothing is counted twice."))
    here = OfflinePerson.objects.filter(pk__in=[stand_in.pk, into.pk], folded_into=None).count()
    if here < 2:
        return no(
            "has_account",
            _("One of them has an account, or was found to be somebody else already."),
            _("Who has an account is found by the address, as soon as it is confirmed."),
        )
    return YES


@transaction.atomic
def unfold(*, folding: Folding, reason: str, by: User, at: datetime) -> bool:
    """The stand-in is somebody else after all. Raises Refused; False when it was undone meanwhile."""
    held = Folding.objects.select_for_update().get(pk=folding.pk)
    if held.undone_at is not None:
        return False
    require(may_unfold(by, held))
    moved, stand_in, account = held.moved, held.stand_in_id, held.account_id
    _take_supports(moved["supports"], account, stand_in)
    with connection.cursor() as cursor:
        for item, given_at, verified in moved["dropped"]:
            cursor.execute(
                GIVE_BACK, {"item": item, "to": stand_in, "given_at": given_at, "verified": verified}
            )
    Proposal.objects.filter(pk__in=moved["proposals"]).update(author_id=stand_in)
    Comment.objects.filter(pk__in=moved.get("comments", [])).update(author_id=stand_in)
    PaperDeed.objects.filter(pk__in=moved["deeds"]).update(citizen_id=stand_in)
    Restraint.objects.filter(pk__in=moved.get("restraints", [])).update(person_id=stand_in)
    ContactKey.objects.filter(pk__in=moved["keys"]).update(user_id=stand_in)
    give_asides_back(moved, from_person=account, to_person=stand_in)
    move_opinions(moved["opinions"], from_person=account, to_person=stand_in, at=at)
    OfflinePerson.objects.filter(pk=stand_in).update(folded_into=None, folded_at=None)
    Folding.objects.filter(pk=held.pk).update(undone_at=at, undone_by=by, undone_reason=reason)
    record(UNFOLDED, held.account, at=at, actor=by, stand_in=stand_in, reason=reason)
    return True


def _keys(person: User) -> Any:
    return ContactKey.objects.filter(user=person)


def _moved(rows: Any, **to: Any) -> list[int]:
    found = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=found).update(**to)
    return found


def _move_supports(stand_in: int, account: int) -> dict[str, list[Any]]:
    items = list(Support.objects.filter(citizen=stand_in).values_list("proposal_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"from": stand_in, "to": account, "items": items})
        rows = cursor.fetchall()
    return {
        "supports": [[item, given.isoformat()] for item, given, _verified, kept in rows if kept],
        "dropped": [[item, given.isoformat(), verified] for item, given, verified, kept in rows if not kept],
    }


def _move_writings(stand_in: int, account: int, at: datetime) -> dict[str, list[int]]:
    # From paper, a counter or a kiosk: a stand-in has said nothing elsewhere.
    opinions = list(Opinion.objects.filter(author=stand_in).order_by("pk").values_list("pk", flat=True))
    move_opinions(opinions, from_person=stand_in, to_person=account, at=at)
    written = Proposal.objects.filter(author=stand_in)
    # Only somebody who took part once without an account has commented.
    said = Comment.objects.filter(author=stand_in)
    return {
        "proposals": _moved(written, author_id=account),
        "opinions": opinions,
        "comments": _moved(said, author_id=account),
    }


def _take_supports(moved: list[Any], account: int, stand_in: int) -> None:
    """Back from the account; the count stays. Those were checked to be the very ones that moved."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"from": account, "to": stand_in, "items": [item for item, _given in moved]})


def _is_untouched(folding: Folding) -> bool:
    moved = folding.moved
    now = dict(
        Support.objects.filter(
            citizen=folding.account_id, proposal__in=[item for item, _given in moved["supports"]]
        ).values_list("proposal_id", "given_at")
    )
    same = all(now.get(item) == parse_datetime(given) for item, given in moved["supports"])
    return same and are_untouched(moved["opinions"], folding.account_id, folding.at)
