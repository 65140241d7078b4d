"""모집과 추첨: a call for volunteers, and what everybody needs to check the draw (see verify_draw.py)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from civic.agenda.models.committee import AgeBand, Committee, Sex
from platform_core.access.sealed_fields import SealedTextField


class Call(models.Model):
    """From `opens_at` until `closes_at`, the first instant that is too late; `drawn_at` is when the numbers
    that decide are drawn elsewhere. `terms` never changes once it has opened.

    Its steps, in this order: opened, list published (`frozen_at`), numbers entered and confirmed by a second
    person, drawn (`settled_at`), volunteers destroyed (`destroyed_at`). Or `cancelled_at`, with a reason.
    """

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="calls")
    title = models.TextField()
    body_source = models.TextField()
    body_html = models.TextField()
    seat = models.TextField(blank=True)
    regions = models.JSONField(default=list)
    term_months = models.PositiveSmallIntegerField(default=12)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    drawn_at = models.DateTimeField()
    # As published: see verify_draw.py, which reads all of it.
    terms = models.JSONField(default=dict)
    # Fixed when the call was made, published after the draw. Its fingerprint stands in the terms.
    secret = models.CharField(max_length=64)
    # The public list, without anybody's name: rows of code, sex, age, region.
    codes = models.JSONField(default=list)
    frozen_at = models.DateTimeField(null=True)
    numbers = models.TextField(blank=True)
    numbers_source = models.TextField(blank=True)
    numbers_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    seed = models.CharField(max_length=64, blank=True)
    drawn = models.JSONField(default=list)
    standing_by = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    # Days after the draw during which those who stand by may still be asked; then all is destroyed.
    kept_days = models.PositiveSmallIntegerField(default=90)
    destroyed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"), closes_at__lt=F("drawn_at")),
                name="a_call_closes_before_the_numbers_are_drawn",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(frozen_at__lt=F("drawn_at")),
                name="a_list_is_published_before_the_numbers_are_drawn",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def quotas(self) -> list[Any]:
        return list(self.terms["quotas"])

    @property
    def seats(self) -> int:
        return int(self.terms["seats"])

    def is_open_at(self, at: datetime) -> bool:
        return self.cancelled_at is None and self.frozen_at is None and self.opens_at <= at < self.closes_at


class Volunteer(models.Model):
    """What somebody stated, with the random number that keeps their code from being guessed.

    Deleted when the call's days are over: of those who were not drawn nothing but the code remains.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="volunteers", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    phone = SealedTextField(blank=True)
    is_named = models.BooleanField(default=False)
    # The address the code was made with: it may change in the account.
    account = SealedTextField()
    sex = models.CharField(max_length=10, choices=Sex.choices)
    age = models.CharField(max_length=10, choices=AgeBand.choices)
    region = models.TextField()
    salt = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    consented_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="one_application_per_person_and_call"),
            models.UniqueConstraint(fields=["call", "code"], name="each_code_once"),
        ]


class Succession(models.Model):
    """A seat given back, and whose turn it was. `came` is "" when nobody stood by any more."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="successions")
    left = models.CharField(max_length=64)
    came = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["call", "left"], name="a_seat_is_given_back_once")]
