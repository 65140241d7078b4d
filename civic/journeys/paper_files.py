"""What somebody drew or clipped to a proposal on paper is shown with it; what shows too much is taken off again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.paper.models import PaperDeed, SheetKind
from civic.paper.rules import may_enter_paper
from civic.processes.kinds import StageKind
from civic.proposals.actions import Writing, edit_proposal
from civic.proposals.attaching import attach_waiting, detach, waiting_files
from civic.proposals.models import Attachment, Proposal, Standing
from civic.proposals.moving import held
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept_together
from platform_core.files.taking import TakenIn


def may_attach_to_paper(person: Any, deed: PaperDeed, item: Proposal) -> Verdict:
    """Whoever enters paper, to a proposal that came on it, as long as that is open to everybody."""
    if (allowed := may_enter_paper(person)) is not YES:
        return allowed
    if deed.kind != SheetKind.PROPOSE or deed.cancelled_at is not None:
        return no("no_paper_proposal", _("Files are added to proposals that came on paper."))
    if item.standing != Standing.OPEN or item.stage == StageKind.CLOSED:
        return no("stage_closed", _("This proposal is closed or hidden: nothing is added to it any more."))
    if waiting_files(item).exists():
        return no(
            "being_changed", _("Its author is changing its files at this moment."), _("Try again later.")
        )
    return YES


@kept_together()
@transaction.atomic
def attach_to_paper(*, deed: PaperDeed, taken: TakenIn, alt: str, by: User, at: datetime) -> None:
    """Everybody sees it; once somebody supports the proposal, as a new version of it.

    Raises Refused, and RefusedFile when it has as many files as it may have.
    """
    item = held(deed.item)
    require(may_attach_to_paper(by, deed, item))
    if taken.is_image and not alt.strip():
        require(no("alt_needed", _("Say what the picture shows: it is read to those who cannot see it.")))
    attach_waiting(proposal=item, taken=taken, by=by, alt=alt)
    writing = Writing(item.title, item.body_source, item.category)
    edit_proposal(proposal=item, writing=writing, at=at, by=by)
    record("paper.file.attached", deed, at=at, actor=by, proposal=item.pk)


def staff_files(deed: PaperDeed) -> list[Attachment]:
    """What staff put with it, not what its author did."""
    rows = Attachment.objects.filter(proposal=deed.item_id, first_version__isnull=False)
    return list(rows.exclude(uploaded_by=None).exclude(uploaded_by=deed.citizen_id))


@transaction.atomic
def take_off_paper(*, deed: PaperDeed, attachment: Attachment, by: User, at: datetime) -> bool:
    """At once and from every version: it may show a name or an address. Raises Refused. False when it was off."""
    require(may_enter_paper(by))
    held(deed.item)
    found = next((one for one in staff_files(deed) if one.pk == attachment.pk), None)
    if found is None:
        return False
    detach(attachment=found)
    record("paper.file.taken_off", deed, at=at, actor=by, proposal=deed.item_id)
    return True
