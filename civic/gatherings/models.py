"""행사: people meet, and what was said there becomes part of the story.

Two things live here and end apart: the gathering, which stays public for ever, and the list of who came,
which is destroyed on the date that was promised when people signed up.
"""

import secrets
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from civic.debates.models import Debate
from civic.gatherings.kinds import ALIVE, Access, How, Kind, State
from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.access.sealed_fields import SealedTextField
from platform_core.files.models import DescribedFile

LONGEST_TITLE = 100
MOST_QUESTIONS = 3
LONGEST_QUESTION = 200
_ALIVE = [state.value for state in ALIVE]


def _staff(**options: Any) -> Any:
    """Whoever did it; the row stays when they leave."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        **options,
    )


class Gathering(models.Model):
    """Begins at `begins_at` and is over at `ends_at`. Not published: staff alone see it.

    `last_turn` counts turns of the list: whoever signs up under the row's lock gets the next one.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.TextField()
    description = models.TextField()
    description_html = models.TextField()
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="gatherings"
    )
    items = models.ManyToManyField(Proposal, related_name="gatherings")
    debates = models.ManyToManyField(Debate, related_name="gatherings")
    place = models.TextField()
    address = models.TextField(blank=True)
    directions = models.TextField(blank=True)
    # Access → "yes" or "no"; what is not known is left out, because "no" and "nobody asked" are not the same.
    access = models.JSONField(default=dict)
    access_words = models.TextField(blank=True)
    stream_url = models.URLField(max_length=500, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    takes_signups = models.BooleanField(default=True)
    signup_opens_at = models.DateTimeField(null=True)
    signup_closes_at = models.DateTimeField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    # False: when it is full, it is full.
    keeps_waiting_list = models.BooleanField(default=True)
    # How long somebody from the waiting list has to take the place, in hours.
    offer_hours = models.PositiveSmallIntegerField(default=24)
    questions = ArrayField(models.TextField(), default=list, size=MOST_QUESTIONS)
    consent_text = models.TextField(blank=True)
    consent_version = models.CharField(max_length=40, blank=True)
    # The last day, on the institution's calendar, on which the list exists.
    kept_until = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    last_turn = models.PositiveIntegerField(default=0)

    # What calendar programs know it by, and how often what they show has changed (RFC 5545 3.8.7.4).
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = _staff()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = _staff()
    cancelled_reason = models.TextField(blank=True)

    # What was said, what follows, and what was written there.
    minutes = models.TextField(blank=True)
    minutes_html = models.TextField(blank=True)
    follows = models.TextField(blank=True)
    follows_html = models.TextField(blank=True)
    minutes_at = models.DateTimeField(null=True)
    minutes_by = _staff()
    written_there = models.ManyToManyField(Proposal, related_name="written_at")

    class Meta:
        indexes = [
            models.Index(fields=["begins_at", "id"], name="gatherings_by_day"),
            models.Index(
                fields=["kept_until"],
                condition=Q(destroyed_at=None, takes_signups=True),
                name="gatherings_with_a_list",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="a_gathering_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(takes_signups=False)
                | (
                    Q(kept_until__isnull=False, signup_opens_at__isnull=False, signup_closes_at__isnull=False)
                    & ~Q(consent_text="")
                    & ~Q(consent_version="")
                ),
                name="who_signs_up_knows_until_when_it_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""), name="cancelled_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def is_over(self, at: datetime) -> bool:
        return at >= self.ends_at

    def offers(self, fact: Access) -> bool:
        """Said to be there: not known counts as not there."""
        return bool(self.access.get(fact) == "yes")


def new_token() -> str:
    """192 bits: found by nobody who was not given it."""
    return secrets.token_urlsafe(24)


class SignUp(models.Model):
    """신청: one person on one list. Emptied on the list's last day; the nameless row goes on being counted.

    `key` opens the page on which its owner cancels; `code` is in the QR code, and only staff can use it.
    A list of its own for each institution: a token of the next city is nobody's here.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="signups")
    # A member: their name and address stay in their account and are not copied.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="signups"
    )
    name = models.TextField(blank=True)
    email = SealedTextField(blank=True, lowered=True)
    phone = SealedTextField(blank=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.ONLINE)
    entered_by = _staff()
    state = models.CharField(max_length=12, choices=State.choices)
    turn = models.PositiveIntegerField(default=0)
    # [{"question": …, "answer": …}]: as they were asked on that day.
    answers = models.JSONField(default=list)
    consent_version = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    offer_ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    checked_in_by = _staff()
    key = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001
    code = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001

    class Meta:
        indexes = [
            models.Index(fields=["gathering", "state", "turn"], name="signups_in_turn"),
            models.Index(fields=["offer_ends_at"], condition=Q(state="offered"), name="signups_offered"),
            models.Index(fields=["made_at"], condition=Q(state="unconfirmed"), name="signups_unconfirmed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "user"],
                condition=Q(state__in=_ALIVE, user__isnull=False),
                name="each_member_signs_up_once",
            ),
            models.UniqueConstraint(
                F("gathering"),
                Lower("email"),
                condition=Q(state__in=_ALIVE) & ~Q(email=""),
                name="each_address_signs_up_once",
            ),
            models.UniqueConstraint(
                fields=["gathering", "phone"],
                condition=Q(state__in=_ALIVE) & ~Q(phone=""),
                name="each_number_signs_up_once",
            ),
            models.UniqueConstraint(
                fields=["gathering", "turn"], condition=~Q(turn=0), name="each_turn_is_one_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_ends_at__isnull=False), name="an_offer_ends"
            ),
        ]

    def __str__(self) -> str:
        # Never the name: this is what logs print.
        return f"sign-up #{self.pk}"

    @property
    def shown_name(self) -> str:
        """For staff and for its owner. Empty once the list is destroyed."""
        return self.user.name if self.user is not None else self.name

    @property
    def mail_address(self) -> str:
        if self.user is not None:
            return self.user.email if self.user.is_active else ""
        return self.email


class GatheringFile(DescribedFile):
    """A photograph or a document of a gathering. A picture is described in words, or it is not kept."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="files")
    added_at = models.DateTimeField()
    added_by = _staff()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_image=False) | ~Q(alt=""), name="a_picture_is_described_in_words"
            )
        ]


class Export(models.Model):
    """명단 내보내기: who took a copy of the list out of the house, when and why."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="exports")
    at = models.DateTimeField()
    by = _staff()
    reason = models.TextField()
    rows = models.PositiveIntegerField()


class Destruction(models.Model):
    """파기 기록: what was destroyed, of how many people, when and by which rule (개인정보 보호법 제21조)."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="destruction")
    at = models.DateTimeField()
    what = ArrayField(models.CharField(max_length=40))
    people = models.PositiveIntegerField()
    letters = models.PositiveIntegerField()
    kept_until = models.DateField()
    consent_version = models.CharField(max_length=40)
    # Null: the clock, on the promised day.
    by = _staff()
