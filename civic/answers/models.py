"""답변: who owes one, by when, and what was said."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.people.models import Department
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
    """답변 요청. `due_at` is the first instant that is too late, in the institution's working days."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="answer_requests", db_index=False
    )
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

    class Meta:
        indexes = [
            models.Index(fields=["department", "due_at"], condition=Q(state="open"), name="answers_owed"),
            models.Index(fields=["proposal", "id"], name="answer_requests_of_proposal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state="open"), name="one_open_answer_request_per_proposal"
            )
        ]

    def is_overdue(self, moment: datetime) -> bool:
        return self.state == State.OPEN and moment >= self.due_at


class Answer(models.Model):
    """What the institution says, in public, for good."""

    request = models.OneToOneField(AnswerRequest, on_delete=models.CASCADE, related_name="answer")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    body_html = models.TextField()
    reason_html = models.TextField(blank=True)
    next_steps_html = models.TextField(blank=True)
    # The day by which a further answer is owed; only with `studying`.
    follow_up_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


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
