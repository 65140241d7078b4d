"""Questions to test with, made through the verbs the desk uses."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone

from civic.journeys.advance import advance
from civic.journeys.ask import publish_question
from civic.people.models import Department
from civic.processes.actions import open_process, publish_rules
from civic.processes.kinds import DebateForm
from civic.processes.models import Process, ProcessDraft
from civic.questions import actions
from civic.questions.files import add_source
from civic.questions.kinds import FILLED_IN, Neutrality, Part, Purpose, State, Step, Viewpoint
from civic.questions.models import Question, Source
from platform_core.accounts.models import User
from platform_core.files.originals import take_original

TITLE = "한강로 차로를 줄여 보행로를 넓힐까요?"


def question_process(by: User, at: datetime, *, name: str = "기관 제안", preset: str = "question") -> Process:
    """The preset's rules, published as they are."""
    process = open_process(preset_key=preset, name=name, by=by, at=at)
    document = ProcessDraft.objects.get(process=process).document
    publish_rules(process=process, document=document, reason="시작", by=by, at=at)
    return Process.objects.select_related("current_version").get(pk=process.pk)


def filled_in(
    *, department: Department, process: Process, by: User, at: datetime, mark: str = "", **other: Any
) -> Question:
    """Every step has what it needs; none is marked as done. `other` replaces values by their names."""
    question = actions.begin_question(department=department, topic=f"한강로 보행로{mark}", by=by, at=at)
    for step, values in _values(process, at, mark).items():
        values = {name: other.get(name, value) for name, value in values.items()}
        actions.save_step(question=question, step=step, values=values, by=by, at=at)
    question.refresh_from_db()
    return question


def _values(process: Process, at: datetime, mark: str) -> dict[Step, dict[str, Any]]:
    return {
        Step.CONSULTATION: {
            "topic": f"한강로 보행로{mark}",
            "viewpoint": Viewpoint.CONTESTED,
            "purpose": Purpose.CONTESTED,
            "cautions": f"상인회와 협의 중{mark}",
        },
        Step.KEY_QUESTION: {
            "title": f"{TITLE}{mark}",
            "lead": f"가을에 설계를 정합니다.{mark}",
            "neutrality": list(Neutrality.values),
        },
        Step.FORM: {"process": process, "form": DebateForm.PRO_CON, "category": None},
        Step.SCHEDULE: {
            "content_by": None,
            "opens_on": timezone.localdate(at),
            "promotion": f"보도자료{mark}",
            "offline": "",
            "afterwards": f"설계에 반영{mark}",
        },
        Step.MATERIALS: {
            "background": f"사고가 늘고 있습니다.{mark}",
            "facts": f"보행 사고 32건{mark}",
            "pro": f"걷기 편해집니다.{mark}",
            "con": f"차가 막힙니다.{mark}",
        },
    }


def finished(question: Question, *, by: User, at: datetime) -> Question:
    for step in FILLED_IN:
        actions.finish_step(question=question, step=step, by=by, at=at)
    question.refresh_from_db()
    return question


def agreed(question: Question, *, by: User, reviewer: User, at: datetime) -> Question:
    finished(question, by=by, at=at)
    actions.ask_review(question=question, by=by, at=at)
    actions.agree(question=question, by=reviewer, at=at)
    question.refresh_from_db()
    return question


def with_source(question: Question, *, by: User, at: datetime, name: str = "교통량.txt") -> Source:
    original = take_original(name, BytesIO("하루 3만 대".encode()))
    return add_source(question=question, part=Part.FACTS, made_by="도로과", original=original, by=by, at=at)


def published(question: Question, *, by: User, at: datetime) -> Question:
    """As if it had been scheduled for that moment."""
    Question.objects.filter(pk=question.pk).update(state=State.SCHEDULED, opens_at=at, scheduled_by=by)
    assert publish_question(question=question, at=at) is not None
    return Question.objects.select_related("item", "department", "process").get(pk=question.pk)


def over(question: Question) -> Question:
    """Its time has passed, and the clock has come by."""
    assert question.item is not None
    assert question.item.stage_ends_at is not None
    advance(proposal=question.item, at=question.item.stage_ends_at + timedelta(minutes=1))
    return Question.objects.select_related("item", "department", "process").get(pk=question.pk)
