"""Joining similar proposals (guide A3-1, C2.9): who may, what goes together, and what has been joined."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from civic.people.rules import is_moderator
from civic.processes.kinds import COUNTING
from civic.proposals.models import CarriedSupport, Merger, Proposal, Standing, Support
from civic.proposals.set_aside import has_said
from platform_core.access import YES, Verdict, first_no, no


def may_merge(person: Any, kept: Proposal, merged: Proposal, at: datetime) -> Verdict:
    """Moderators, where the rules of both permit it, while both gather support in one process."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators join proposals."))
    if kept.pk == merged.pk:
        return no("same_proposal", _("A proposal cannot be joined with itself."))
    if not (kept.rules.merging and merged.rules.merging):
        return no("not_offered", _("The rules these proposals follow do not let them be joined."))
    if kept.process_version.process_id != merged.process_version.process_id:
        return no("other_process", _("Only proposals of one process can be joined."))
    return first_no(_gathers(kept, at), _gathers(merged, at), _leads_nowhere_else(merged))


def _gathers(proposal: Proposal, at: datetime) -> Verdict:
    is_open = proposal.standing == Standing.OPEN and proposal.stage in COUNTING
    if is_open and proposal.is_window_open(at):
        return YES
    return no(
        "stage_closed",
        _("No. %(number)s does not gather support any more.") % {"number": proposal.pk},
        requirement=sorted(kind.value for kind in COUNTING),
        actual=str(proposal.stage),
    )


def _leads_nowhere_else(merged: Proposal) -> Verdict:
    if Merger.objects.filter(kept=merged, undone_at=None).exists():
        return no(
            "has_merged",
            _("Other proposals were joined into No. %(number)s.") % {"number": merged.pk},
            _("Join the other way round."),
        )
    return YES


def may_undo(person: Any, merger: Merger) -> Verdict:
    """Moderators, as long as nobody has taken a support along."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators join proposals."))
    if merger.undone_at is not None:
        return no("undone_already", _("This has been undone already."))
    carried = CarriedSupport.objects.filter(merger=merger).count()
    if carried:
        return no(
            "supports_carried",
            _("People have taken their support along: it cannot be undone any more."),
            actual=carried,
        )
    return YES


def may_carry(person: Any, merger: Merger) -> Verdict:
    """Who supports the proposal that was joined. Whether the other still takes supports is its own rule."""
    if not person.is_authenticated:
        return no("sign_in", _("Sign in to take your support along."))
    if merger.undone_at is not None:
        return no("undone_already", _("These proposals are no longer joined."))
    if not has_said(Support, Proposal(pk=merger.merged_id), person):
        return no("no_support", _("You had not supported the proposal that was joined."))
    return YES


def has_carried(person: Any, merger: Merger) -> bool:
    return person.is_authenticated and CarriedSupport.objects.filter(merger=merger, citizen=person).exists()


def merger_of(merged: Proposal) -> Merger | None:
    """What it went into, or None."""
    return Merger.objects.select_related("kept").filter(merged=merged, undone_at=None).first()


def mergers_into(kept: Proposal) -> list[Merger]:
    """What went into it, in order, each with its author and `carried_count`."""
    joined = Merger.objects.filter(kept=kept, undone_at=None).select_related("merged__author")
    return list(joined.annotate(carried_count=Count("carried")))


def similar_counts(ids: Iterable[int]) -> dict[int, int]:
    """How many proposals went into each, by id; those without are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Merger.objects.filter(kept__in=wanted, undone_at=None).order_by()
    return dict(rows.values_list("kept_id").annotate(n=Count("pk")))
