"""A draft on its way to being published: kept, taken back, submitted, agreed to. The only writer of drafts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from civic.processes.actions import publish_rules
from civic.processes.document import RulesError, parse_rules
from civic.processes.drafting import begun_from
from civic.processes.linting import Level, LintContext, lint
from civic.processes.models import DraftEdition, Process, ProcessDraft, ProcessVersion
from platform_core.access import Verdict
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.entitlements import refused_rooms_here

EDITIONS_KEPT = 50
# Typing on in the same part for so long is one change to take back.
ONE_CHANGE = timedelta(minutes=2)


class Overtaken(Exception):
    """What the person saw is no longer what is there: they compare again, and lose nothing."""


def begin_draft(*, process: Process, by: User, at: datetime) -> ProcessDraft:
    """The process's draft: the one there is, or a new one from the rules in force."""
    version = process.current_version
    draft, made = ProcessDraft.objects.get_or_create(
        process=process,
        defaults={
            "document": begun_from(version.document) if version else {},
            "preset": "",
            "begun_from": version,
            "saved_at": at,
            "saved_by": by,
        },
    )
    if made:
        record("processes.draft.begun", process, at=at, actor=by)
    return draft


def locked_draft(process: Process) -> ProcessDraft:
    """Held until the transaction ends. Raises Overtaken when it has been published or discarded meanwhile."""
    draft = ProcessDraft.objects.select_for_update().filter(process=process).first()
    if draft is None:
        raise Overtaken
    return draft


def keep_draft(*, draft: ProcessDraft, document: dict[str, Any], part: str, by: User, at: datetime) -> bool:
    """Save what was typed, and what it was before. False when nothing differs. `draft` is locked."""
    if document == draft.document:
        return False
    _remember(draft, part, by, at)
    draft.document = document
    _touched(draft, by, at)
    return True


def _remember(draft: ProcessDraft, part: str, by: User, at: datetime) -> None:
    """Typing on in one part is one step; adding and removing is always a step of its own ("…!")."""
    last = draft.editions.first()
    goes_on = (
        last is not None
        and last.part == part
        and not part.endswith("!")
        and last.replaced_by_id == by.pk
        and draft.saved_by_id == by.pk
        and at - draft.saved_at < ONE_CHANGE
    )
    if goes_on:
        return
    DraftEdition.objects.create(
        draft=draft,
        number=draft.edition,
        document=draft.document,
        part=part,
        replaced_at=at,
        replaced_by=by,
    )
    draft.editions.filter(number__lte=draft.edition - EDITIONS_KEPT).delete()


def undo_last(*, draft: ProcessDraft, by: User, at: datetime) -> bool:
    """Back to what it said before the last change. False when there is none. `draft` is locked."""
    last = draft.editions.first()
    if last is None:
        return False
    draft.document = last.document
    last.delete()
    _touched(draft, by, at)
    return True


def _touched(draft: ProcessDraft, by: User, at: datetime) -> None:
    """Any change takes back the question whether somebody agrees."""
    if draft.submitted_at is not None:
        take_back(draft=draft, by=by, at=at)
    draft.edition += 1
    draft.saved_at, draft.saved_by = at, by
    draft.save()


def discard_draft(*, draft: ProcessDraft, by: User, at: datetime) -> None:
    """A process that was never published goes with it."""
    process = draft.process
    record("processes.draft.discarded", process, at=at, actor=by, name=process.name)
    draft.delete()
    if process.current_version_id is None:
        process.delete()


def must_be_sound(
    document: dict[str, Any], at: datetime, *, refused: Mapping[str, Verdict] | None = None
) -> None:
    """Raises RulesError for what is no set of rules, and for what the linter calls an error.

    `refused` are rooms that are not in use: where rules are only read or copied, nobody asks.
    """
    for finding in lint(parse_rules(document), LintContext(today=at.date(), refused=refused or {})):
        if finding.level == Level.ERROR:
            raise RulesError(finding.path, str(finding.sentence))


def submit_draft(*, draft: ProcessDraft, reason: str, brings_along: bool, by: User, at: datetime) -> None:
    """Ask another administrator to agree. Raises RulesError (must_be_sound). `draft` is locked.

    Reason and bringing along are agreed to as well: asked anew, it is another edition than the one seen before.
    """
    must_be_sound(draft.document, at, refused=refused_rooms_here())
    draft.reason, draft.brings_along = reason, brings_along
    draft.submitted_at, draft.submitted_by = at, by
    draft.edition += 1
    draft.save(update_fields=["reason", "brings_along", "submitted_at", "submitted_by", "edition"])
    record("processes.draft.submitted", draft.process, at=at, actor=by, reason=reason)


def take_back(*, draft: ProcessDraft, by: User, at: datetime) -> None:
    draft.submitted_at = draft.submitted_by = None
    draft.save(update_fields=["submitted_at", "submitted_by"])
    record("processes.draft.taken_back", draft.process, at=at, actor=by)


@transaction.atomic
def publish_draft(
    *,
    draft: ProcessDraft,
    reason: str,
    brings_along: bool,
    by: User | None,
    at: datetime,
    agreed_by: User | None = None,
) -> ProcessVersion:
    """The draft becomes the next version and is gone. Raises RulesError (must_be_sound). `draft` is locked."""
    must_be_sound(draft.document, at, refused=refused_rooms_here())
    version = publish_rules(
        process=draft.process,
        document=draft.document,
        reason=reason,
        by=by,
        at=at,
        agreed_by=agreed_by,
        brings_along=brings_along,
        preset=draft.preset,
    )
    draft.delete()
    return version


@transaction.atomic
def need_two_people(*, process: Process, by: User, at: datetime) -> None:
    """From now on rules are published by two. Anybody may ask for more care alone."""
    Process.objects.filter(pk=process.pk).update(
        needs_two_people=True, one_person_asked_at=None, one_person_asked_by=None
    )
    record("processes.agreement.required", process, at=at, actor=by)


@transaction.atomic
def ask_for_one_person(*, process: Process, by: User, at: datetime) -> None:
    Process.objects.filter(pk=process.pk, needs_two_people=True).update(
        one_person_asked_at=at, one_person_asked_by=by
    )
    record("processes.agreement.questioned", process, at=at, actor=by)


@transaction.atomic
def let_one_person(*, process: Process, agreed: bool, by: User, at: datetime) -> None:
    """Another's answer: one is enough from now on, or it stays with two."""
    Process.objects.filter(pk=process.pk).update(
        needs_two_people=not agreed, one_person_asked_at=None, one_person_asked_by=None
    )
    record("processes.agreement.dropped" if agreed else "processes.agreement.kept", process, at=at, actor=by)
