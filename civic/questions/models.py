"""기관 제안: a question the institution asks, from the first talk with a department to the answer.

Until it is published it is the desk's alone. Published, it is an item (a proposal without an author) that
goes its way by the rules of its process; this room then keeps the letter and the dates it was handed over by.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from civic.categories.models import Category
from civic.people.models import Department
from civic.processes.kinds import DebateForm
from civic.processes.models import Process
from civic.proposals.models import Proposal
from civic.questions.kinds import Found, Part, Purpose, State, Step, Viewpoint
from platform_core.files.models import StoredFile


def _somebody() -> Any:
    """Who did it; the deed stays when the person leaves."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class Question(models.Model):
    """All that was typed is kept, finished or not. `opens_at`: the instant it is published at, once scheduled."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="questions")
    found = models.CharField(max_length=12, choices=Found.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    state_since = models.DateTimeField()
    begun_at = models.DateTimeField()
    begun_by = _somebody()
    changed_at = models.DateTimeField()
    # 1. Consultation
    topic = models.TextField()
    viewpoint = models.CharField(max_length=12, choices=Viewpoint.choices, blank=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, blank=True)
    cautions = models.TextField(blank=True)
    # 2. Key question
    title = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    neutrality = ArrayField(models.CharField(max_length=12), default=list)
    # 3. Form
    process = models.ForeignKey(
        Process, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    form = models.CharField(max_length=12, choices=DebateForm.choices, blank=True)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # 4. Schedule
    content_by: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    opens_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    promotion = models.TextField(blank=True)
    offline = models.TextField(blank=True)
    afterwards = models.TextField(blank=True)
    # 6. Review
    review_asked_at = models.DateTimeField(null=True)
    review_asked_by = _somebody()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = _somebody()
    # 7. Publication
    opens_at = models.DateTimeField(null=True)
    scheduled_by = _somebody()
    # Why the clock could not publish it; said at the desk until it is scheduled anew.
    stopped_why = models.TextField(blank=True)
    item = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="asked_as")
    # 8. R6: when what came of it was made public, with the answer.
    result_published_at = models.DateTimeField(null=True)
    result_published_by = _somebody()

    class Meta:
        indexes = [
            models.Index(fields=["opens_at"], condition=Q(state="scheduled"), name="questions_to_publish"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "scheduled", "published"])
                | ~Q(reviewed_by=models.F("review_asked_by"))
                | Q(reviewed_by=None),
                name="nobody_reviews_what_they_asked_to_have_reviewed",
            ),
            models.CheckConstraint(
                condition=(Q(state="published") & Q(item__isnull=False))
                | (~Q(state="published") & Q(item=None)),
                name="a_published_question_is_an_item",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(opens_at__isnull=False),
                name="a_scheduled_question_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The key question, once there is one."""
        return self.title or self.topic


class StepDone(models.Model):
    """A step of the path somebody has finished: who and when. Reopened, the row goes and an event tells of it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="steps", db_index=False)
    step = models.CharField(max_length=12, choices=Step.choices)
    at = models.DateTimeField()
    by = _somebody()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "step"], name="each_step_is_done_once")]


class Text(models.Model):
    """One part of the materials in words (markdown), as it will stand in the debate's briefing."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="texts", db_index=False)
    part = models.CharField(max_length=12, choices=Part.choices)
    body = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "part"], name="each_part_of_the_materials_once")
        ]


class Source(StoredFile):
    """원본 자료: a file as it was handed in, unedited; its SHA-256 says so."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="sources", db_index=False)
    part = models.CharField(max_length=12, choices=Part.choices)
    # Who made it, in words: the department, a citizens' group, a newspaper.
    made_by = models.TextField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = _somebody()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["question", "id"], name="sources_of_a_question")]


class CardDraft(models.Model):
    """카드뉴스 원고: what one card says, and its picture when there is one; a picture has words for it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="cards", db_index=False)
    key = models.UUIDField(unique=True)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    alt = models.TextField(blank=True)
    stored_as = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["question", "position"], name="card_drafts_of_a_question")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stored_as="") | ~Q(alt=""), name="a_drafted_card_says_what_it_shows"
            )
        ]


class Letter(models.Model):
    """공문: the result goes to the department. Handed over, it is what it was: numbers included."""

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, primary_key=True, related_name="letter"
    )
    number = models.TextField(blank=True)
    sent_from = models.TextField()
    sent_to = models.TextField()
    basis = models.TextField()
    subject = models.TextField()
    body = models.TextField(blank=True)
    report = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = _somebody()
    # Numbers of the debate when it was handed over: pro, con, other, participants, opinions, offline.
    numbers = models.JSONField(default=dict)
    answer_due_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = _somebody()
    received_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | ~Q(number=""), name="what_was_handed_over_has_a_number"
            )
        ]
