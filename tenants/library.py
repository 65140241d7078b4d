"""The operator's library: cases that institutions offer to one another, read once they are approved.

All of it stands in the public schema; nothing here looks into anybody's house.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from platform_core.events.actions import record
from tenants.context import public
from tenants.models import CaseState, SharedCase

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Read:
    """A case as it is read elsewhere."""

    pk: int
    institution: str
    title: str
    text: str
    numbers: list[dict[str, Any]]
    state: str
    reason: str = ""


def offer(
    *, institution_id: int, chapter: str, title: str, text: str, numbers: list[dict[str, Any]], at: datetime
) -> int:
    """The number of the new row. Nobody but the operator and the institution sees it yet."""
    with public(), transaction.atomic():
        row = SharedCase.objects.create(
            institution_id=institution_id,
            chapter=chapter,
            title=title,
            text=text,
            numbers=numbers,
            offered_at=at,
        )
        record("tenants.case.offered", row, at=at, institution=institution_id, chapter=chapter)
        return row.pk


def withdraw(*, institution_id: int, pk: int, at: datetime) -> bool:
    """Its own institution takes it back, whatever was decided: its words go. False when it is gone already."""
    with public(), transaction.atomic():
        own = SharedCase.objects.filter(pk=pk, institution_id=institution_id)
        row = own.exclude(state=CaseState.WITHDRAWN).select_for_update().first()
        if row is None:
            return False
        SharedCase.objects.filter(pk=pk).update(
            state=CaseState.WITHDRAWN, decided_at=at, title="", text="", numbers=[]
        )
        record("tenants.case.withdrawn", row, at=at, institution=institution_id)
        return True


def approve(*, pk: int, at: datetime, by: models.Model | None) -> bool:
    """The others read it from now on. False when it does not wait any more."""
    return decide(SharedCase, "case", pk, CaseState.APPROVED, "", at, by)


def decline(*, pk: int, reason: str, at: datetime, by: models.Model | None) -> bool:
    """Its institution reads why. False when it is gone, or was declined already."""
    return decide(SharedCase, "case", pk, CaseState.DECLINED, reason, at, by)


def decide(
    table: type[models.Model],
    word: str,
    pk: int,
    state: CaseState,
    reason: str,
    at: datetime,
    by: models.Model | None,
) -> bool:
    """What was approved may be declined later, and the other way round; what was withdrawn stays so."""
    with public(), transaction.atomic():
        rows = table._default_manager.filter(pk=pk)
        row = rows.exclude(state__in=[state, CaseState.WITHDRAWN]).select_for_update().first()
        if row is None:
            return False
        rows.update(state=state, decided_at=at, decided_because=reason)
        record(f"tenants.{word}.{state.value}", row, at=at, actor=by, reason=reason)
        return True


def approved(chapter: str) -> list[Read]:
    """What everybody's guide shows beside this chapter; the newest first. One query."""
    with public():
        rows = SharedCase.objects.filter(chapter=chapter, state=CaseState.APPROVED)
        return [_read(row) for row in rows.select_related("institution")[:SHOWN]]


def own(institution_id: int, ids: list[int]) -> dict[int, Read]:
    """How it stands with what an institution has offered."""
    if not ids:
        return {}
    with public():
        rows = SharedCase.objects.filter(institution_id=institution_id, pk__in=ids)
        return {row.pk: _read(row) for row in rows.select_related("institution")}


def _read(row: SharedCase) -> Read:
    return Read(
        row.pk, row.institution.name, row.title, row.text, row.numbers, row.state, row.decided_because
    )
