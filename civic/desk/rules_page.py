"""What every page of the editor shows: the flow of cards, what is missing, and what people will read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from civic.desk.forms.rules_card import STAGE, Card
from civic.desk.forms.rules_choices import stage_label
from civic.desk.forms.rules_kinds import CAN_BE_ADDED, KINDS
from civic.desk.forms.rules_parts import PARTS
from civic.desk.forms.rules_stage import kind_of
from civic.desk.rules_findings import Finding, findings_of
from civic.processes.document import RulesError
from civic.processes.drafting import read_draft, stages_of
from civic.processes.kinds import StageKind
from civic.processes.models import Process, ProcessDraft
from civic.processes.words import Told, tell


def process_or_404(pk: int) -> Process:
    return get_object_or_404(Process.objects.select_related("current_version"), pk=pk)


def draft_or_404(process: Process) -> ProcessDraft:
    return get_object_or_404(
        ProcessDraft.objects.select_related("saved_by", "submitted_by", "begun_from"), process=process
    )


@dataclass
class Spot:
    """A card in the flow, closed: what it says, and what is wrong with it."""

    key: str
    title: str
    url: str
    anchor: str
    icon: str
    kind: StageKind | None = None
    sentences: Sequence[str] = ()
    mistakes: list[str] = field(default_factory=list)
    is_open: bool = False
    is_end: bool = False
    can_go_up: bool = False
    can_go_down: bool = False


def draft_context(
    request: HttpRequest, process: Process, draft: ProcessDraft, card: Card | None = None
) -> dict[str, Any]:
    rules, mistakes = read_draft(draft.document)
    told = tell(rules) if rules is not None else None
    # With something missing, what can be told of it is not what would be published.
    preview = told if not mistakes else None
    findings: list[Finding] = []
    if rules is not None and not mistakes:
        findings = findings_of(process, rules)
        mistakes = [RulesError(one.path, one.sentence) for one in findings if one.tone == "bad"]
        findings = [one for one in findings if one.tone != "bad"]
    context: dict[str, Any] = {
        "process": process,
        "draft": draft,
        "draft_url": reverse("desk:rules_draft", args=[process.pk]),
        "stages": _stage_spots(process, draft, told, mistakes, card),
        "parts": _part_spots(process, told, mistakes, card),
        "overtaken": draft.begun_from_id != process.current_version_id,
        **beside_context(process, draft, preview, mistakes, findings),
    }
    return context | (card_context(process, card, mistakes) if card is not None else {})


def beside_context(
    process: Process,
    draft: ProcessDraft,
    told: Told | None,
    mistakes: list[RulesError],
    findings: list[Finding],
) -> dict[str, Any]:
    where = Where(process, draft.document)
    return {
        "told": told,
        "mistakes": [Finding("bad", one.sentence, *where.of(one.path)) for one in mistakes],
        "findings": [one.placed(*where.of(one.path)) for one in findings],
        "undoable": draft.editions.exists(),
        "simulation_url": _simulation_url(process),
    }


def card_context(process: Process, card: Card, mistakes: Sequence[RulesError]) -> dict[str, Any]:
    card.mistakes = mistakes
    is_stage = card.part == STAGE
    url = (
        reverse("desk:rules_stage", args=[process.pk, card.stage])
        if is_stage
        else reverse("desk:rules_part", args=[process.pk, card.part])
    )
    offers_kinds = is_stage and card.kind != StageKind.CLOSED
    return {
        "card": card,
        "card_url": url,
        "card_anchor": f"stage-{card.stage}" if is_stage else f"part-{card.part}",
        "kinds": CAN_BE_ADDED if offers_kinds else (),
        "kind_words": KINDS[card.kind] if card.kind else None,
    }


class Where:
    """From a place in the document to the card that is about it: words for the link, and the link."""

    def __init__(self, process: Process, document: dict[str, Any]) -> None:
        self._process = process
        self._document = document

    def of(self, path: str) -> tuple[str, str]:
        """(words, address); two empty ones for what is about the whole."""
        name, _dot, rest = path.partition(".")
        if name == "stages" and rest:
            return self._stage(rest.split(".")[0])
        for part in PARTS.values():
            if name in part.holds:
                return str(part.title), reverse("desk:rules_part", args=[self._process.pk, part.key])
        return "", ""

    def _stage(self, place: str) -> tuple[str, str]:
        """By its place, as mistakes name it, or by its key, as the linter may."""
        stages = stages_of(self._document)
        found = next((stage for stage in stages if stage["key"] == place), None)
        if place.isdigit() and int(place) < len(stages):
            found = stages[int(place)]
        if found is None:
            return "", ""
        return stage_label(found), reverse("desk:rules_stage", args=[self._process.pk, found["key"]])


def _stage_spots(
    process: Process,
    draft: ProcessDraft,
    told: Told | None,
    mistakes: list[RulesError],
    card: Card | None,
) -> list[Spot]:
    stages = stages_of(draft.document)
    spoken = {one.key: [str(s.text) for s in one.sentences] for one in told.stages} if told else {}
    spots = []
    for place, stage in enumerate(stages):
        kind = kind_of(stage)
        is_end = kind == StageKind.CLOSED
        wrong = [one.sentence for one in mistakes if f"{one.path}.".startswith(f"stages.{place}.")]
        spots.append(
            Spot(
                key=stage["key"],
                title=stage_label(stage),
                url=reverse("desk:rules_stage", args=[process.pk, stage["key"]]),
                anchor=f"stage-{stage['key']}",
                icon=kind.value,
                kind=kind,
                # With something missing, what can be told of it is not what is written there.
                sentences=[] if wrong else spoken.get(stage["key"], []),
                mistakes=wrong,
                is_open=card is not None and card.part == STAGE and card.stage == stage["key"],
                is_end=is_end,
                can_go_up=place > 0 and not is_end,
                can_go_down=place < len(stages) - 2,
            )
        )
    return spots


def _part_spots(
    process: Process, told: Told | None, mistakes: list[RulesError], card: Card | None
) -> list[Spot]:
    spots = []
    for part in PARTS.values():
        wrong = [one.sentence for one in mistakes if one.path.split(".")[0] in part.holds]
        spots.append(
            Spot(
                key=part.key,
                title=str(part.title),
                url=reverse("desk:rules_part", args=[process.pk, part.key]),
                anchor=f"part-{part.key}",
                icon=part.icon,
                sentences=[] if wrong or told is None else _told_of(part.key, told) or [str(part.lead)],
                mistakes=wrong,
                is_open=card is not None and card.part == part.key,
            )
        )
    return spots


def _told_of(part: str, told: Told) -> list[str]:
    sentences = {
        "answers": [one for answer in told.answers for one in answer.sentences],
        "people": [one for one in told.persons if one.path.startswith("eligibility")],
        "limits": [one for one in told.persons if one.path.startswith("limits")],
        "below": [*told.below, *(one for one in told.counting if "merging" in one.path)],
        "counting": [
            *(one for one in told.counting if "merging" not in one.path),
            *told.populations,
        ],
        "refusals": told.refusals,
    }
    # “Comment: at most 100 times in one day”: alone, the number says nothing of what it limits.
    of_a_deed = part in ("people", "limits")
    return [
        f"{one.about}: {one.text}" if of_a_deed and one.about else str(one.text)
        for one in sentences.get(part, ())
    ]


def _simulation_url(process: Process) -> str:
    try:
        return reverse("desk:simulation", args=[process.pk])
    except NoReverseMatch:
        return ""
