"""A file is kept together with what it is kept for: when that fails, none is left in the institution's folder."""

import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from civic.agenda.models import Candidate, EvidenceKind, Meeting
from civic.agenda.researching import Found, add_evidence, add_meeting_file
from civic.debates.models import Debate
from civic.debates.models import Part as BriefingPart
from civic.debates.preparing import add_card, add_material
from civic.execution.models import Execution, ProgressKind
from civic.gatherings import minutes
from civic.gatherings.models import Gathering
from civic.journeys.carry_out import Picture, add_file, report
from civic.journeys.paper_files import attach_to_paper
from civic.notices import files as notices
from civic.notices.models import Notice
from civic.paper.models import PaperDeed, PaperSheet, SheetKind
from civic.paper.sheets import keep_scan
from civic.proposals.attaching import attach
from civic.proposals.models import ProposalDraft
from civic.questions import files as questions
from civic.questions.kinds import Part, State
from civic.questions.models import Question
from platform_core.files.originals import Original
from platform_core.files.taking import TakenIn

NOW = timezone.now()
PICTURE = TakenIn("사진.webp", b"RIFF", "image/webp", "webp", 4, 3)
PAPER = Original("자료.pdf", b"%PDF-", "application/pdf", "pdf")
TOLD: dict[str, Any] = {"taken": PICTURE, "alt": "새 횡단보도"}


class Broken(Exception):
    """What goes wrong after a file was written."""


def _evidence(by: Any) -> object:
    found = Found(EvidenceKind.POLICY, "정책", "내용", "연구원", date(2026, 1, 1))
    candidate = Candidate.objects.latest("pk")
    return add_evidence(candidate=candidate, found=found, files=[PICTURE, PICTURE], by=by, at=NOW)


def _reported(by: Any) -> object:
    item = Execution.objects.latest("pk").items.get().proposal
    pictures = [Picture(PICTURE, alt="앞"), Picture(PICTURE, alt="뒤")]
    kind = ProgressKind.PROGRESS
    return report(proposal=item, kind=kind, body="포장을 마쳤습니다.", by=by, at=NOW, pictures=pictures)


def _question() -> Question:
    return Question.objects.filter(item=None).latest("pk")


# The deed, what breaks in it, and after how many files.
DEEDS: dict[str, tuple[Callable[[Any], object], str, int]] = {
    "evidence": (_evidence, "civic.agenda.researching.stored_columns", 2),
    "meeting": (
        lambda by: add_meeting_file(meeting=Meeting.objects.latest("pk"), **TOLD, by=by),
        "civic.agenda.researching.stored_columns",
        1,
    ),
    "scan": (
        lambda by: keep_scan(
            sheet=PaperSheet.objects.latest("pk"),
            taken=PICTURE,
            until=NOW.date() + timedelta(days=9),
            by=by,
            at=NOW,
        ),
        "civic.paper.sheets.record",
        1,
    ),
    "paper": (
        lambda by: attach_to_paper(
            deed=PaperDeed.objects.filter(kind=SheetKind.PROPOSE).latest("pk"), **TOLD, by=by, at=NOW
        ),
        "civic.journeys.paper_files.edit_proposal",
        1,
    ),
    "notice": (
        lambda by: notices.add_file(notice=Notice.objects.latest("pk"), **TOLD, by=by, at=NOW),
        "civic.notices.files.record",
        1,
    ),
    "gathering": (
        lambda by: minutes.add_file(gathering=Gathering.objects.latest("pk"), **TOLD, by=by, at=NOW),
        "civic.gatherings.minutes.described_columns",
        1,
    ),
    "report": (_reported, "civic.execution.picturing.stored_columns", 2),
    "plan": (
        lambda by: add_file(
            execution=Execution.objects.latest("pk"), picture=Picture(PICTURE, alt="앞"), by=by, at=NOW
        ),
        "civic.execution.picturing.stored_columns",
        1,
    ),
    "material": (
        lambda by: add_material(
            debate=Debate.objects.latest("pk"),
            original=PAPER,
            part=BriefingPart.FACTS,
            source="도로과",
            by=by,
            at=NOW,
        ),
        "civic.debates.preparing.record",
        1,
    ),
    "card": (
        lambda by: add_card(
            debate=Debate.objects.latest("pk"), image=PICTURE, alt="앞", caption="", by=by, at=NOW
        ),
        "civic.debates.preparing.record",
        1,
    ),
    "source": (
        lambda by: questions.add_source(
            question=_question(), part=Part.FACTS, made_by="도로과", original=PAPER, by=by, at=NOW
        ),
        "civic.questions.files.record",
        1,
    ),
    "card draft": (
        lambda by: questions.add_card(
            question=_question(), text="한 장", alt="앞", picture=PICTURE, by=by, at=NOW
        ),
        "civic.questions.files.record",
        1,
    ),
    "attachment": (
        lambda by: attach(draft=ProposalDraft.objects.latest("pk"), taken=PICTURE, by=by),
        "civic.proposals.attaching.described_columns",
        1,
    ),
}


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_what_fails_leaves_no_file(haneul, folder, setting, monkeypatch):
    Question.objects.filter(item=None).update(state=State.PREPARING)
    left = {}
    for name, (deed, breaking, after) in DEEDS.items():
        step = Breaking(folder, after, pkgutil.resolve_name(breaking))
        with monkeypatch.context() as patch:
            patch.setattr(breaking, step)
            with pytest.raises(Broken):
                deed(setting.people["administrator"])
        if step.seen[-1] != after or _files(folder) != step.before:
            left[name] = (step.seen, _files(folder) - step.before)
    assert left == {}


class Breaking:
    """Stands for `real`; notes how many files were written when it is called, and breaks down `after` so many."""

    def __init__(self, folder: Path, after: int, real: Callable[..., Any]) -> None:
        self.folder, self.after, self.real = folder, after, real
        self.before, self.seen = _files(folder), [0]

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.seen.append(len(_files(self.folder) - self.before))
        if self.seen[-1] == self.after:
            raise Broken
        return self.real(*given, **named)


def _files(folder: Path) -> set[Path]:
    return {one for one in folder.rglob("*") if one.is_file()}
