"""답변: who owes one, by when, and what was said."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.people.models import Department
from civic.processes.kinds import Answerer, AnswerForm
from civic.proposals.models import Proposal


class Cause(models.TextChoices):
    THRESHOLD = "threshold", _("Support reached the threshold")
    RESCUE = "rescue", _("Taken up below the threshold")
    FOLLOW_UP = "follow_up", _("Promised after further study")
    IMPORT = "import", _("Answered on an earlier platform")


class State(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    CANCELLED = "cancelled", _("No longer needed")


class Verdict(models.TextChoices):
    """채택 / 일부 채택 / 추가 검토 / 불채택"""

    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Adopted in part")
    STUDYING = "studying", _("Under further study")
    DECLINED = "declined", _("Not adopted")


# A verdict that leaves something undone owes a reason (guide F1, F2; National Proposal Regulation).
NEEDS_REASON = frozenset({Verdict.PARTLY, Verdict.STUDYING, Verdict.DECLINED})


class AnswerRequest(models.Model):
    """답변 요청. `due_at` is the first instant that is too late, in the institution's days.

    Every date here is right without a worker: a pause moves `due_at` by its longest time when it begins,
    and back by what was not used when it ends early.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="answer_requests", db_index=False
    )
    # Which of the rules' answers this is (Rules.answers); "" for the department's.
    key = models.CharField(max_length=40, blank=True)
    answerer = models.CharField(max_length=12, choices=Answerer.choices, default=Answerer.DEPARTMENT)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    reason = models.TextField(blank=True)
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="answer_requests", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    overdue_announced_at = models.DateTimeField(null=True)
    # Its latest pause, until when it lasts at most: Pause has them all.
    paused_from = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    # From this instant on an interim answer is owed, unless one was given. None: the rules ask for none.
    interim_due_at = models.DateTimeField(null=True)
    interim_given_at = models.DateTimeField(null=True)
    interim_announced_at = models.DateTimeField(null=True)
    # From this instant on it lies with `escalated_to`, unless it was answered. None: the rules say never.
    escalates_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    escalated_to = models.CharField(max_length=12, choices=Answerer.choices, blank=True)
    # When moderators were told, for the second time, that no department has it.
    unassigned_announced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["department", "due_at"], condition=Q(state="open"), name="answers_owed"),
            models.Index(fields=["proposal", "id"], name="answer_requests_of_proposal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "answerer"],
                condition=Q(state="open"),
                name="one_open_request_per_answerer",
            )
        ]

    @property
    def needs_department(self) -> bool:
        """The head, a bureau or a committee answers for itself; a department may prepare it."""
        return self.answerer == Answerer.DEPARTMENT

    @property
    def answerer_name(self) -> str:
        """Who answers, for people: the department by its name; "" while it is being looked for."""
        if not self.needs_department:
            return str(Answerer(self.answerer).label)
        return self.department.name if self.department else ""

    def is_overdue(self, moment: datetime) -> bool:
        """Never while it is paused: the date has been moved behind the pause."""
        return self.state == State.OPEN and moment >= self.due_at

    def is_paused(self, moment: datetime) -> bool:
        return (
            self.state == State.OPEN
            and self.paused_from is not None
            and self.paused_until is not None
            and self.paused_from <= moment < self.paused_until
        )

    def owes_interim(self, moment: datetime) -> bool:
        return (
            self.state == State.OPEN
            and self.interim_due_at is not None
            and self.interim_given_at is None
            and moment >= self.interim_due_at
            and not self.is_paused(moment)
        )

    def escalated_since(self, moment: datetime) -> datetime | None:
        """Since when it lies with `escalated_to`, whether or not a worker has said so; None: it does not."""
        if self.escalated_at is not None:
            return self.escalated_at
        if self.state == State.OPEN and self.escalates_at is not None and moment >= self.escalates_at:
            return self.escalates_at
        return None


class Answer(models.Model):
    """What the institution says, in public, for good."""

    request = models.OneToOneField(AnswerRequest, on_delete=models.CASCADE, related_name="answer")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    form = models.CharField(max_length=10, choices=AnswerForm.choices, default=AnswerForm.TEXT)
    body_html = models.TextField()
    reason_html = models.TextField(blank=True)
    next_steps_html = models.TextField(blank=True)
    # A film is found at `video_url`, and what is said in it stands in `transcript_html`.
    video_url = models.TextField(blank=True)
    transcript_html = models.TextField(blank=True)
    # A visit or a meeting: where, and on which day.
    held_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    place = models.TextField(blank=True)
    # The day by which a further answer is owed; only with `studying`.
    follow_up_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    # None when the head, a bureau or a committee answered and no department prepared it.
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    @property
    def form_label(self) -> str:
        return str(AnswerForm(self.form).label)

    @property
    def signed_by(self) -> str:
        """Whose answer it is: the department by its name, or the head, the bureau, the committee."""
        if self.request.needs_department and self.department is not None:
            return self.department.name
        return str(Answerer(self.request.answerer).label)


class InterimAnswer(models.Model):
    """중간답변: what has been done so far. It takes the place of no answer."""

    request = models.ForeignKey(AnswerRequest, on_delete=models.CASCADE, related_name="interims")
    body_html = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class PauseEnd(models.TextChoices):
    LAPSED = "lapsed", _("Its time was over")
    RESUMED = "resumed", _("The department went on")
    SUPPLIED = "supplied", _("The author sent what was asked for")
    ANSWERED = "answered", _("It was answered")


class Pause(models.Model):
    """보완 요청: something is asked of the author, and the time until it comes is not counted.

    It lasts from `started_at` until `ended_at`, or until `ends_at` when nobody ends it before.
    """

    request = models.ForeignKey(AnswerRequest, on_delete=models.CASCADE, related_name="pauses")
    reason = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # What was promised before: the dates after the pause are worked out from these.
    from_due_at = models.DateTimeField()
    from_interim_due_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=PauseEnd.choices, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(ended_at=None), name="pauses_that_run"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at=None), name="one_pause_at_a_time"
            )
        ]

    @property
    def until(self) -> datetime:
        """The first instant at which time counts again."""
        return self.ended_at or self.ends_at


class Extension(models.Model):
    """기한 연장, with a reason everyone can read."""

    request = models.ForeignKey(AnswerRequest, on_delete=models.CASCADE, related_name="extensions")
    from_due_at = models.DateTimeField()
    to_due_at = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class Transfer(models.Model):
    """부서 이송. The first one, from nobody, is the assignment."""

    request = models.ForeignKey(AnswerRequest, on_delete=models.CASCADE, related_name="transfers")
    from_department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    to_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
