"""An administrator changes the rules: a draft, looked at, published with a reason; what begins then follows them.

`seen` is the edition of the draft that the person had before them: what came between is never written over.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from civic.journeys.bring_along import begin_bringing
from civic.processes import publishing
from civic.processes.actions import open_process
from civic.processes.models import Process, ProcessDraft, ProcessVersion
from civic.processes.publishing import Overtaken, locked_draft
from civic.processes.rules import (
    may_agree_to_draft,
    may_let_one_publish,
    may_publish_alone,
    may_publish_rules,
)
from platform_core.access import require
from platform_core.accounts.models import User

Change = Callable[[dict[str, Any]], dict[str, Any]]


def begin_process(*, preset_key: str, name: str, by: User, at: datetime) -> Process:
    """Raises Refused, and KeyError for a preset that does not exist."""
    require(may_publish_rules(by))
    return open_process(preset_key=preset_key, name=name, by=by, at=at)


@transaction.atomic
def begin_changing(*, process: Process, by: User, at: datetime) -> ProcessDraft:
    """The draft there is, or a new one from the rules in force. Raises Refused."""
    require(may_publish_rules(by))
    return publishing.begin_draft(process=process, by=by, at=at)


@transaction.atomic
def change_draft(*, process: Process, change: Change, part: str, by: User, at: datetime) -> ProcessDraft:
    """Apply `change` to the draft's document as it is now. `part` names what is changed.

    Raises Refused, Overtaken when the draft is gone, and whatever `change` raises: then nothing is changed.
    """
    require(may_publish_rules(by))
    draft = locked_draft(process)
    publishing.keep_draft(draft=draft, document=change(draft.document), part=part, by=by, at=at)
    return draft


@transaction.atomic
def undo_change(*, process: Process, by: User, at: datetime) -> bool:
    """Raises Refused and Overtaken."""
    require(may_publish_rules(by))
    return publishing.undo_last(draft=locked_draft(process), by=by, at=at)


@transaction.atomic
def discard_changes(*, process: Process, by: User, at: datetime) -> None:
    """Raises Refused and Overtaken."""
    require(may_publish_rules(by))
    publishing.discard_draft(draft=locked_draft(process), by=by, at=at)


@transaction.atomic
def publish_alone(
    *,
    process: Process,
    seen: int,
    seen_number: int,
    reason: str,
    brings_along: bool,
    by: User,
    at: datetime,
) -> ProcessVersion:
    """`seen_number` is the version the person compared with: 0 when there was none.

    Raises Refused, RulesError, and Overtaken when draft or version are no longer those.
    """
    locked = Process.objects.select_for_update().get(pk=process.pk)
    require(may_publish_alone(by, locked))
    draft = _as_seen(locked, seen, seen_number)
    version = publishing.publish_draft(draft=draft, reason=reason, brings_along=brings_along, by=by, at=at)
    _bring_along(version, by, at)
    return version


@transaction.atomic
def ask_to_publish(
    *,
    process: Process,
    seen: int,
    seen_number: int,
    reason: str,
    brings_along: bool,
    by: User,
    at: datetime,
) -> ProcessDraft:
    """Where two are needed: the first of them. Raises Refused, RulesError and Overtaken."""
    require(may_publish_rules(by))
    locked = Process.objects.select_for_update().get(pk=process.pk)
    draft = _as_seen(locked, seen, seen_number)
    publishing.submit_draft(draft=draft, reason=reason, brings_along=brings_along, by=by, at=at)
    return draft


@transaction.atomic
def agree_to_publish(
    *, process: Process, seen: int, seen_number: int, by: User, at: datetime
) -> ProcessVersion:
    """The second of them: published under the reason of the first. Raises Refused, RulesError and Overtaken."""
    locked = Process.objects.select_for_update().get(pk=process.pk)
    draft = _as_seen(locked, seen, seen_number)
    require(may_agree_to_draft(by, draft))
    version = publishing.publish_draft(
        draft=draft,
        reason=draft.reason,
        brings_along=draft.brings_along,
        by=draft.submitted_by,
        agreed_by=by,
        at=at,
    )
    _bring_along(version, by, at)
    return version


def _bring_along(version: ProcessVersion, by: User, at: datetime) -> None:
    """In the same transaction: what everybody reads was chosen is going to happen."""
    if version.brings_along:
        begin_bringing(version=version, by=by, at=at)


@transaction.atomic
def take_back_request(*, process: Process, by: User, at: datetime) -> None:
    """Either of the two may: the draft goes on. Raises Refused and Overtaken."""
    require(may_publish_rules(by))
    draft = locked_draft(process)
    if draft.submitted_at is not None:
        publishing.take_back(draft=draft, by=by, at=at)


def _as_seen(process: Process, seen: int, seen_number: int) -> ProcessDraft:
    draft = locked_draft(process)
    in_force = ProcessVersion.objects.filter(pk=process.current_version_id or 0)
    number = in_force.values_list("number", flat=True).first() or 0
    if draft.edition != seen or number != seen_number:
        raise Overtaken
    return draft


@transaction.atomic
def change_agreement(*, process: Process, act: str, by: User, at: datetime) -> None:
    """`act`: two (from now on two publish), one (ask that one be enough), agree or keep (another's answer).

    Raises Refused.
    """
    require(may_publish_rules(by))
    locked = Process.objects.select_for_update().get(pk=process.pk)
    if act == "two" and not locked.needs_two_people:
        publishing.need_two_people(process=locked, by=by, at=at)
    elif act == "one" and locked.needs_two_people and locked.one_person_asked_at is None:
        publishing.ask_for_one_person(process=locked, by=by, at=at)
    elif act in ("agree", "keep") and locked.one_person_asked_at is not None:
        if act == "agree":
            require(may_let_one_publish(by, locked))
        publishing.let_one_person(process=locked, agreed=act == "agree", by=by, at=at)
