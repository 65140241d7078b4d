"""The operator's library, its files: rules and themes that institutions offer to one another.

All of it stands in the public schema. A file leaves a house as its administrator saw it, is read by the operator, and
becomes nothing but a draft elsewhere: whoever takes it judges it as any file from outside.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from platform_core.access import YES, Refused, Verdict, no
from platform_core.events.actions import record
from tenants.context import public
from tenants.library import decide
from tenants.models import CaseState, Institution, SharedFile, SharedKind

PAGE_SIZE = 20
# So many at a time of one institution: a shelf is looked through by people.
MOST_OFFERED = 30
ON_THE_SHELF = (CaseState.OFFERED, CaseState.APPROVED)


@dataclass(frozen=True, slots=True)
class Shared:
    """A file as it is read elsewhere; `file` is left out of lists."""

    pk: int
    institution: str
    name: str
    about: str
    file: str
    state: str
    offered_at: datetime
    reason: str = ""

    @property
    def state_label(self) -> str:
        return str(CaseState(self.state).label)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state != CaseState.WITHDRAWN

    @property
    def tone(self) -> str:
        return {"approved": "good", "offered": "info", "declined": "warn"}.get(self.state, "calm")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of what others offer."""

    rows: list[Shared]
    number: int
    previous: int | None
    next: int | None


def digest_of(file: str) -> str:
    return sha256(file.encode()).hexdigest()


def may_offer(*, institution_id: int, kind: SharedKind, file: str) -> Verdict:
    """Each file once, and not more than a shelf holds."""
    with public():
        own = SharedFile.objects.filter(institution_id=institution_id, state__in=ON_THE_SHELF)
        if own.filter(kind=kind, digest=digest_of(file)).exists():
            return no(
                "shared_already", _("It has been shared already."), _("Withdraw it first to change it.")
            )
        if own.count() >= MOST_OFFERED:
            return no(
                "too_many_shared",
                _("An institution shares %(count)s files at most.") % {"count": MOST_OFFERED},
                _("Withdraw one that nobody needs any more."),
            )
    return YES


def offer(*, institution_id: int, kind: SharedKind, name: str, about: str, file: str, at: datetime) -> int:
    """The number of the new row: nobody but the operator and the institution sees it yet. Raises Refused."""
    with public(), transaction.atomic():
        # Of two at once the second counts the first.
        Institution.objects.select_for_update(no_key=True).get(pk=institution_id)
        verdict = may_offer(institution_id=institution_id, kind=kind, file=file)
        if not verdict.allowed:
            raise Refused(verdict)
        row = SharedFile.objects.create(
            institution_id=institution_id,
            kind=kind,
            digest=digest_of(file),
            name=name,
            about=about,
            file=file,
            offered_at=at,
        )
        record("tenants.file.offered", row, at=at, institution=institution_id, what=kind.value)
        return row.pk


def withdraw(*, institution_id: int, pk: int, at: datetime) -> bool:
    """Its own institution takes it back, whatever was decided. False when it is gone already, or another's.

    What others made of it stays theirs, as what was copied from a public page does.
    """
    with public(), transaction.atomic():
        own = SharedFile.objects.filter(pk=pk, institution_id=institution_id)
        row = own.exclude(state=CaseState.WITHDRAWN).select_for_update().first()
        if row is None:
            return False
        own.update(state=CaseState.WITHDRAWN, decided_at=at, name="", about="", file="")
        record("tenants.file.withdrawn", row, at=at, institution=institution_id)
        return True


def approve(*, pk: int, at: datetime, by: models.Model | None) -> bool:
    """Every institution may take it from now on. False when it is there or was withdrawn; or when it was declined and
    the same file was offered anew: then that one is decided.
    """
    try:
        return decide(SharedFile, "file", pk, CaseState.APPROVED, "", at, by)
    except IntegrityError:
        return False


def decline(*, pk: int, reason: str, at: datetime, by: models.Model | None) -> bool:
    """Its institution reads why. False when it is gone, or was declined already."""
    return decide(SharedFile, "file", pk, CaseState.DECLINED, reason, at, by)


def shelf_of(kind: SharedKind, *, page: int | str | None = 1) -> Shelf:
    """What the operator has approved of this kind, the newest first. Two queries."""
    with public():
        rows = SharedFile.objects.filter(kind=kind, state=CaseState.APPROVED)
        found = Paginator(rows.select_related("institution").defer("file"), PAGE_SIZE).get_page(page)
        shown = [_read(row, with_file=False) for row in found]
        before = found.previous_page_number() if found.has_previous() else None
        after = found.next_page_number() if found.has_next() else None
        return Shelf(shown, found.number, before, after)


def shared_by(institution_id: int, kind: SharedKind) -> list[Shared]:
    """How it stands with what an institution has offered; what it took back is not listed."""
    with public():
        rows = SharedFile.objects.filter(institution_id=institution_id, kind=kind)
        listed = rows.exclude(state=CaseState.WITHDRAWN).select_related("institution").defer("file")
        return [_read(row, with_file=False) for row in listed[: 2 * MOST_OFFERED]]


def one_of(kind: SharedKind, pk: int) -> Shared | None:
    """With its file; None for what is not on the shelf."""
    with public():
        rows = SharedFile.objects.filter(kind=kind, state=CaseState.APPROVED, pk=pk)
        row = rows.select_related("institution").first()
        return _read(row, with_file=True) if row else None


def _read(row: SharedFile, *, with_file: bool) -> Shared:
    return Shared(
        row.pk,
        row.institution.name,
        row.name,
        row.about,
        row.file if with_file else "",
        row.state,
        row.offered_at,
        row.decided_because,
    )
