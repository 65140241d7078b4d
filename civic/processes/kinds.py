"""Kinds live in code, names live in data: what a kind of stage permits is the same everywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageKind(models.TextChoices):
    """The order is the order of the way. Institutions name and time their stages; a kind means one thing."""

    GATHERING = "gathering", _("Gathering support")
    REVIEWING = "reviewing", _("Under review")
    ANSWERING = "answering", _("Awaiting an answer")
    CARRYING_OUT = "carrying_out", _("Being carried out")
    CLOSED = "closed", _("Closed")


class Deed(models.TextChoices):
    """할 수 있는 일: what a person may do to a proposal."""

    SUPPORT = "support"
    COMMENT = "comment"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    REPORT_PROGRESS = "report_progress"


# Support goes on while the window is open, also after the first threshold: a higher one may follow.
PERMITS: dict[StageKind, frozenset[Deed]] = {
    StageKind.GATHERING: frozenset({Deed.SUPPORT, Deed.COMMENT, Deed.EDIT, Deed.WITHDRAW}),
    StageKind.REVIEWING: frozenset({Deed.SUPPORT, Deed.COMMENT, Deed.EDIT}),
    StageKind.ANSWERING: frozenset({Deed.SUPPORT, Deed.COMMENT, Deed.ANSWER}),
    StageKind.CARRYING_OUT: frozenset({Deed.COMMENT, Deed.REPORT_PROGRESS}),
    StageKind.CLOSED: frozenset(),
}


class Effect(models.TextChoices):
    """What crossing a threshold does."""

    OWE_ANSWER = "owe_answer", _("The department must answer")
    AGENDA_CANDIDATE = "agenda_candidate", _("Becomes a candidate for public debate")
    HEAD_ANSWERS = "head_answers", _("The head of the institution answers")


class DayUnit(models.TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class Rescue(models.TextChoices):
    """What may happen to a proposal that stayed below its threshold (guide A2, B1: 2020)."""

    NONE = "none", _("None")
    COMMITTEE = "committee", _("A worthy proposal may be taken up all the same")
