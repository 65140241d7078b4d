"""What a step of the path still lacks, and what may be chosen in it: facts of a question, said to people."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage, counters_of
from civic.processes.kinds import Counter, DebateForm, StageKind, Track
from civic.processes.models import Process
from civic.processes.queries import rules_of
from civic.questions.kinds import FILLED_IN, PARTS, Neutrality, Part, Purpose, Step
from civic.questions.models import Question

# The institution's morning: nobody is asked at midnight, and somebody is there when it opens.
OPENING_HOUR = time(9)
# 찬성 자료와 반대 자료: one side's material alone is no neutral briefing (guide A5).
SIDES = (Part.PRO, Part.CON)


def question_processes() -> list[Process]:
    """Where the institution can ask something now: open, with rules in which something is discussed."""
    found = Process.objects.filter(track=Track.QUESTION, is_open=True, current_version__isnull=False)
    return [one for one in found.order_by("position", "pk") if debating_stage(rules_now(one)) is not None]


def rules_now(process: Process) -> Rules:
    """The rules that what begins now goes by. Raises ValueError for a process without any."""
    if process.current_version_id is None:
        raise ValueError(f"Process {process.key} has no rules yet.")
    return rules_of(process.current_version_id)


def debating_stage(rules: Rules) -> Stage | None:
    """The first stage in which people discuss."""
    return next((stage for stage in rules.stages if stage.kind == StageKind.DEBATING), None)


def forms_allowed(process: Process) -> tuple[DebateForm, ...]:
    """The form its rules name first. Where they count votes in favour, there is no other."""
    stage = debating_stage(rules_now(process))
    if stage is None:
        return ()
    own = stage.debate.form if stage.debate else DebateForm.OPEN
    counted = {counter for gate in stage.gates for counter in counters_of(gate.when)}
    if counted & {Counter.IN_FAVOUR, Counter.VOTES}:
        return (DebateForm.PRO_CON,)
    return (DebateForm(own), *(form for form in DebateForm if form != own))


def opening(day: date) -> datetime:
    """The instant at which a question planned for `day` is published."""
    return timezone.make_aware(datetime.combine(day, OPENING_HOUR))


def missing(question: Question, step: str, *, today: date) -> list[str]:
    """What has to be there before the step can be called done; nothing when it can."""
    return list(_MISSING[Step(step)](question, today))


def parts_of(question: Question) -> tuple[Part, ...]:
    """What its materials are made of, by its form; everything that a first form could need, before there is one."""
    return PARTS[DebateForm(question.form or DebateForm.PRO_CON)]


def undone(question: Question) -> list[Step]:
    """Steps people fill in that nobody has finished, in the order of the path. One query."""
    done = set(question.steps.values_list("step", flat=True))
    return [step for step in FILLED_IN if step.value not in done]


def _of_consultation(question: Question, today: date) -> Iterator[str]:
    if not question.topic:
        yield _("Say what it is about.")
    if not question.viewpoint:
        yield _("Choose why this subject.")
    if not question.purpose:
        yield _("Choose what the department wants of it.")


def _of_key_question(question: Question, today: date) -> Iterator[str]:
    if not question.title:
        yield _("Write the question.")
    open_points = [one.label for one in Neutrality if one.value not in question.neutrality]
    if open_points:
        yield _("Look at these and tick them: %(points)s") % {"points": "; ".join(map(str, open_points))}


def _of_form(question: Question, today: date) -> Iterator[str]:
    if question.process is None:
        yield _("Choose the process whose rules it goes by.")
    elif question.form not in forms_allowed(question.process):
        yield _("Choose a form that the rules of the process allow.")


def _of_schedule(question: Question, today: date) -> Iterator[str]:
    if question.opens_on is None:
        yield _("Choose the day on which it opens.")
    elif question.opens_on < today:
        yield _("The opening day has passed. Choose another one.")
    elif question.content_by is not None and question.content_by > question.opens_on:
        yield _("The materials must be ready before it opens.")
    if not question.promotion:
        yield _("Say who makes it known, and how.")
    if not question.afterwards:
        yield _("Say what happens with the result.")


def _of_materials(question: Question, today: date) -> Iterator[str]:
    written = set(question.texts.exclude(body="").values_list("part", flat=True))
    written |= set(question.sources.values_list("part", flat=True))
    if Part.BACKGROUND not in written:
        yield _("Write the background: why this is asked now.")
    if question.form == DebateForm.PRO_CON:
        for side in SIDES:
            if side not in written:
                yield _("Material is missing: %(part)s. Both sides are needed.") % {"part": side.label}
    if question.form == DebateForm.LAB and Part.EXPERIMENT not in written:
        yield _("Describe the experiment.")


def _of_nothing(question: Question, today: date) -> Iterator[str]:
    yield from ()


_MISSING = {
    Step.CONSULTATION: _of_consultation,
    Step.KEY_QUESTION: _of_key_question,
    Step.FORM: _of_form,
    Step.SCHEDULE: _of_schedule,
    Step.MATERIALS: _of_materials,
    Step.REVIEW: _of_nothing,
    Step.PUBLICATION: _of_nothing,
    Step.RESULT: _of_nothing,
}


def fits_the_purpose(question: Question) -> bool:
    """A contested matter is put for and against, ideas are asked for openly; anything else is thought over."""
    usual = {Purpose.CONTESTED: DebateForm.PRO_CON, Purpose.IDEAS: DebateForm.OPEN}
    return not question.form or usual.get(Purpose(question.purpose or Purpose.IDEAS)) == question.form
