"""기관 제안: what the institution asks, from the talk with a department to the answer, as far as it has come."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from civic.answers.models import AnswerRequest, State
from civic.debates.counting import numbers_of
from civic.debates.models import Debate
from civic.demo.scenes.discussing import discussed
from civic.demo.scenes.drawing import drawn
from civic.demo.scenes.processes import published_process
from civic.demo.staging import Stage, Story
from civic.demo.stories import Example
from civic.demo.telling import answered_by, reported
from civic.journeys.advance import advance
from civic.journeys.ask import schedule_question
from civic.journeys.debate import conclude, settle_debates
from civic.journeys.report import begin_report, publish_report
from civic.people.models import Role, StaffRole
from civic.processes.models import Process
from civic.proposals.models import Proposal
from civic.questions.actions import agree, ask_review, begin_question, finish_step, save_step
from civic.questions.files import add_card
from civic.questions.kinds import FILLED_IN, Neutrality, Step
from civic.questions.letters import Words, hand_over, publish_result, write_letter
from civic.questions.models import Question
from platform_core.accounts.models import User

# What a letter tells of a debate.
COUNTS = ("pro", "con", "other", "participants", "opinions", "offline")
PREPARED_BEFORE = timedelta(days=9)


def open_questions(example: Example, stage: Stage) -> list[tuple[Callable[..., Proposal], str, Story]]:
    """The process, open before its first question; and the questions, to be told among the other stories."""
    told = example.scene("questions")
    if told is None:
        return []
    oldest = max(story["days_ago"] for story in told["question"])
    process = published_process(
        told["process"], stage.cast.administrator, stage.now - timedelta(days=oldest + 30), position=2
    )
    telling = partial(tell_question, process=process)
    return [(telling, story.get("until", "running"), story) for story in told["question"]]


def tell_question(kind: str, story: Story, stage: Stage, *, process: Process) -> Proposal:
    """`kind`: running; ended (its summary is waited for); concluded; answered."""
    chance = Random(story["key"])  # noqa: S311  (the same demo every time)
    opened_at = stage.morning(story["days_ago"])
    question = _prepared(story, stage, process, opened_at)
    item = schedule_question(question=question, by=stage.cast.moderator, at=opened_at)
    assert item is not None
    question.refresh_from_db()
    debate = Debate.objects.get(item=item)
    discussed(debate, story, stage, chance)
    if kind == "running":
        return item
    assert item.stage_ends_at is not None
    settle_debates(at=item.stage_ends_at)
    advance(proposal=item, at=item.stage_ends_at)
    item.refresh_from_db()
    _concluded(question, debate, story, stage, chance)
    return item


def _prepared(story: Story, stage: Stage, process: Process, opened_at: datetime) -> Question:
    """Every step of the desk's path, the department's review by a second person of it."""
    moderator, department = stage.cast.moderator, stage.cast.departments[story["department"]]
    at = opened_at - PREPARED_BEFORE
    question = begin_question(department=department, topic=story["topic"], by=moderator, at=at)
    values = _typed(story, stage, process, opened_at)
    for step in FILLED_IN:
        save_step(question=question, step=step, values=values[step], by=moderator, at=at)
    for number, card in enumerate(story.get("card", []), start=1):
        picture = drawn(f"{story['key']}-{number}", card["scene"], seed=f"{story['key']}-{number}")
        add_card(question=question, text=card["text"], alt=card["alt"], picture=picture, by=moderator, at=at)
    for step in FILLED_IN:
        finish_step(question=question, step=step, by=moderator, at=at)
    ask_review(question=question, by=moderator, at=at + timedelta(days=1))
    agree(question=question, by=_of_department(story, stage), at=at + timedelta(days=3))
    return question


def _typed(
    story: Story, stage: Stage, process: Process, opened_at: datetime
) -> dict[Step, dict[str, object]]:
    opens_on = timezone.localdate(opened_at)
    return {
        Step.CONSULTATION: {
            "topic": story["topic"],
            "viewpoint": story["viewpoint"],
            "purpose": story["purpose"],
            "cautions": story.get("cautions", ""),
        },
        Step.KEY_QUESTION: {
            "title": story["title"],
            "lead": story["lead"],
            "neutrality": [one.value for one in Neutrality],
        },
        Step.FORM: {
            "process": process,
            "form": story["form"],
            "category": stage.cast.categories[story["category"]],
        },
        Step.SCHEDULE: {
            "content_by": opens_on - timedelta(days=2),
            "opens_on": opens_on,
            "promotion": story["promotion"],
            "offline": story.get("offline", ""),
            "afterwards": story["afterwards"],
        },
        Step.MATERIALS: {part: text.strip() for part, text in story["briefing"].items()},
    }


def _of_department(story: Story, stage: Stage) -> User:
    department = stage.cast.departments[story["department"]]
    return StaffRole.objects.filter(role=Role.RESPONDENT, department=department).order_by("pk")[0].user


def _concluded(question: Question, debate: Debate, story: Story, stage: Stage, chance: Random) -> None:
    """Summary, report, letter, answer, result: each when the story tells of it."""
    moderator = stage.cast.moderator
    debate.refresh_from_db()
    if summary := story.get("summary"):
        conclude(
            debate=debate,
            summary=summary["text"].strip(),
            by=moderator,
            at=stage.ago(summary["days_ago"], chance),
        )
    if "report_days_ago" in story:
        at = stage.ago(story["report_days_ago"], chance)
        made = begin_report(debate=debate, by=moderator, at=at)
        publish_report(report=made, number=1, reason="", by=moderator, at=at + timedelta(minutes=1))
    if letter := story.get("letter"):
        _handed_over(question, letter, stage, chance)
    if "answer" in story:
        request = AnswerRequest.objects.get(proposal=question.item_id, state=State.OPEN)
        answered_by(_of_department(story, stage), request, story, stage, chance)
        item = Proposal.objects.get(asked_as=question)
        reported(item, story, stage, chance)
    if "result_days_ago" in story:
        publish_result(question=question, by=moderator, at=stage.ago(story["result_days_ago"], chance))


def _handed_over(question: Question, letter: Story, stage: Stage, chance: Random) -> None:
    at = stage.ago(letter["days_ago"], chance)
    fields = ("number", "sent_from", "sent_to", "basis", "subject", "body")
    words = Words(**{name: letter[name].strip() for name in fields})
    write_letter(question=question, words=words, by=stage.cast.moderator, at=at)
    counted = numbers_of(Debate.objects.get(item=question.item_id))
    hand_over(
        question=question,
        numbers={name: getattr(counted, name) or 0 for name in COUNTS},
        received_by=letter["received_by"],
        by=stage.cast.moderator,
        at=at + timedelta(minutes=2),
    )
