"""Opening processes, and publishing their rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from civic.processes.document import parse_rules
from civic.processes.drafting import begun_from
from civic.processes.kinds import Track
from civic.processes.models import Process, ProcessDraft, ProcessVersion, digest_of
from civic.processes.presets import preset as preset_of
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.ordering import move_in


@transaction.atomic
def publish_rules(
    *,
    process: Process,
    document: dict[str, Any],
    reason: str,
    by: User | None,
    at: datetime,
    agreed_by: User | None = None,
    brings_along: bool = False,
    preset: str = "",
) -> ProcessVersion:
    """Publish `document` as the next version. What began earlier keeps the version it began under.

    Raises RulesError when the document is not a set of rules.
    """
    rules = parse_rules(document)
    locked = Process.objects.select_for_update().get(pk=process.pk)
    last = ProcessVersion.objects.filter(process=locked).aggregate(number=Max("number"))["number"]
    version = ProcessVersion.objects.create(
        process=locked,
        number=(last or 0) + 1,
        document=document,
        digest=digest_of(document),
        reason=reason,
        published_at=at,
        published_by=by,
        agreed_by=agreed_by,
        brings_along=brings_along,
        preset=preset,
    )
    locked.current_version = version
    locked.track = rules.track
    locked.save(update_fields=["current_version", "track"])
    record(
        "processes.rules.published",
        version,
        at=at,
        actor=by,
        process=locked.key,
        number=version.number,
        reason=reason,
        agreed_by=agreed_by.pk if agreed_by else None,
        brings_along=brings_along,
    )
    return version


@transaction.atomic
def open_process(*, preset_key: str, name: str, by: User, at: datetime) -> Process:
    """A process with the preset's rules as its draft: nobody can begin anything in it until they are published.

    Raises KeyError for a preset that does not exist.
    """
    document = begun_from(preset_of(preset_key).document)
    return _with_draft(document, _free_key(preset_key), name, "", preset_key, by, at)


@transaction.atomic
def open_process_from(
    *, document: dict[str, Any], name: str, summary: str, by: User, at: datetime
) -> Process:
    """The same with another institution's rules. `document`: as a draft begins (drafting.begun_from)."""
    return _with_draft(document, _free_key("shared"), name, summary, "", by, at)


def _with_draft(
    document: dict[str, Any], key: str, name: str, summary: str, preset_key: str, by: User, at: datetime
) -> Process:
    process = Process.objects.create(
        key=key,
        name=name,
        summary=summary,
        track=document.get("track") or Track.CITIZEN_PROPOSAL,
        position=(Process.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    ProcessDraft.objects.create(
        process=process, document=document, preset=preset_key, saved_at=at, saved_by=by
    )
    record("processes.process.opened", process, at=at, actor=by, name=name, preset=preset_key)
    return process


@transaction.atomic
def found_process(
    *,
    key: str,
    name: str,
    summary: str,
    is_open: bool,
    document: dict[str, Any],
    preset: str,
    reason: str,
    at: datetime,
    names: Mapping[str, str] | None = None,
    summaries: Mapping[str, str] | None = None,
) -> Process:
    """By the platform, as an institution ordered it: a process with its rules published at once.

    Raises RulesError when the document is not a set of rules.
    """
    process = Process.objects.create(
        key=key,
        name=name,
        names=dict(names or {}),
        summary=summary,
        summaries=dict(summaries or {}),
        is_open=is_open,
        track=parse_rules(document).track,
        position=(Process.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    publish_rules(process=process, document=document, reason=reason, preset=preset, by=None, at=at)
    record("processes.process.opened", process, at=at, name=name, preset=preset)
    return process


def _free_key(preset_key: str) -> str:
    stem = preset_key.replace("_", "-")[:34]
    taken = set(Process.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)


@transaction.atomic
def describe_process(
    *,
    process: Process,
    name: str,
    summary: str,
    by: User | None,
    at: datetime,
    names: Mapping[str, str] | None = None,
    summaries: Mapping[str, str] | None = None,
) -> None:
    """`names` and `summaries`: in other languages than the first, by their codes; None leaves them as they are."""
    others = {"names": names, "summaries": summaries}
    said = {field: dict(value) for field, value in others.items() if value is not None}
    Process.objects.filter(pk=process.pk).update(name=name, summary=summary, **said)
    record("processes.process.described", process, at=at, actor=by, name=name)


@transaction.atomic
def take_new_items(*, process: Process, is_open: bool, by: User | None, at: datetime) -> bool:
    """Open or close it to new items; what has begun goes on to its end. False when it is so already."""
    done = Process.objects.filter(pk=process.pk, is_open=not is_open).update(is_open=is_open)
    if done:
        kind = "processes.process.reopened" if is_open else "processes.process.closed"
        record(kind, process, at=at, actor=by)
    return bool(done)


@transaction.atomic
def move_process(*, process: Process, up: bool, by: User, at: datetime) -> None:
    """One place up or down among all processes."""
    rows = Process.objects.select_for_update().order_by("position", "pk")
    if move_in(rows, process, up=up):
        record("processes.process.moved", process, at=at, actor=by)
