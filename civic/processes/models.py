"""Processes and their published, immutable versions."""

import hashlib
import json
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civic.processes.document import Rules, parse_rules
from civic.processes.document.shipped import said_here
from civic.processes.kinds import Track
from platform_core.i18n.names import plainly_said, said_in, unsaid_in


class Process(models.Model):
    """참여 절차: a track an institution runs. Several may run side by side.

    `name` and `summary` are in the institution's first language; `names` and `summaries` have them in others, by
    their codes.
    """

    key = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.TextField()
    names = models.JSONField(default=dict, db_default={})
    summary = models.TextField(blank=True)
    summaries = models.JSONField(default=dict, db_default={})
    track = models.CharField(max_length=20, choices=Track.choices, default=Track.CITIZEN_PROPOSAL)
    position = models.PositiveIntegerField(default=0)
    # Whether new items may begin. What has begun goes on to its end in any case.
    is_open = models.BooleanField(default=True)
    # Rules are published by two: one asks, another agrees.
    needs_two_people = models.BooleanField(default=False)
    # Somebody asked that one be enough again: that, too, needs another's agreement.
    one_person_asked_at = models.DateTimeField(null=True)
    one_person_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    current_version = models.ForeignKey(
        "ProcessVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """In the reader's language, or as it is called in the institution's first."""
        return said_here(said_in(self.names, self.name), self.label_language or get_language() or "")

    @property
    def about(self) -> str:
        """Its summary, likewise."""
        return said_in(self.summaries, self.summary)

    @property
    def label_language(self) -> str:
        """Of a label in another language than the page's: the code to mark it with; else ""."""
        return unsaid_in(self.names)

    @property
    def plain_label(self) -> str:
        """Where nothing but text may stand."""
        return plainly_said(self.label, self.label_language)

    @property
    def about_language(self) -> str:
        return unsaid_in(self.summaries)


class ProcessVersion(models.Model):
    """규칙 판본. Once published it never changes: a trigger in the database refuses (migration 0002)."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Who else agreed, where two are needed.
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Open items were brought along to it, as far as nothing had been counted of them.
    brings_along = models.BooleanField(default=False)
    # The preset it was made from, with its source: "" when it was written here.
    preset = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["process", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="versions_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.process_id} v{self.number}"

    @cached_property
    def rules(self) -> Rules:
        return parse_rules(self.document)


class ProcessDraft(models.Model):
    """What administrators are writing: one draft for each process, saved as they type."""

    process = models.OneToOneField(Process, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    document = models.JSONField()
    preset = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    # The version it was begun from: publishing says when another has come between.
    begun_from = models.ForeignKey(
        ProcessVersion, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Counts up at every saving: of two people who type at once, the second is told.
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Set while it waits for a second person's agreement; any change takes it back.
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    brings_along = models.BooleanField(default=False)


class DraftEdition(models.Model):
    """What a draft said before a change, so that the change can be taken back."""

    draft = models.ForeignKey(ProcessDraft, on_delete=models.CASCADE, related_name="editions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    # The part that was changed then: further typing in it makes no further edition.
    part = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="each_edition_of_a_draft_once")
        ]


class RuleCorrection(models.Model):
    """Rules changed for what was already being counted: asked by one, agreed by another, told to everybody."""

    version = models.ForeignKey(
        ProcessVersion, on_delete=models.PROTECT, related_name="corrections", db_index=False
    )
    notice = models.TextField()
    # What the recount would change when it was asked for: {"items": …, "gates": {key: [before, after]}}.
    preview = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    refused_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("asked_by")),
                name="nobody_agrees_with_oneself",
            )
        ]


class BringingAlong(models.Model):
    """Open items taken over to a version, bit by bit: what is done stays done when the worker stops.

    Without a correction only items of which nothing is counted yet; with one, those it was agreed for.
    """

    version = models.ForeignKey(
        ProcessVersion, on_delete=models.PROTECT, related_name="bringings", db_index=False
    )
    correction = models.OneToOneField(
        RuleCorrection, null=True, on_delete=models.PROTECT, related_name="bringing"
    )
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Items there were to look at when it began, and what has become of those looked at.
    items = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    # How many stayed behind, by the code of the reason: {"rule_frozen": 3}.
    left = models.JSONField(default=dict)
    # Items up to this number have been looked at.
    up_to = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(correction=None),
                name="open_items_are_brought_along_once",
            )
        ]

    @property
    def seen(self) -> int:
        return self.moved + sum(self.left.values())


def digest_of(document: dict[str, Any]) -> str:
    """SHA-256 of the document, for telling two versions apart at a glance."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


class ClosureDay(models.Model):
    """휴무일: a day on which this institution does not work, beside weekends and public holidays."""

    day: "models.DateField[date, date]" = models.DateField(unique=True)
    reason = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class Simulation(models.Model):
    """Rules tried on past items: what was asked, how far it has come, what came out. Kept for some days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Could not be carried out")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="simulations", db_index=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    # All it takes to carry it out, rules included: a draft may change meanwhile.
    question = models.JSONField()
    # The file somebody brought, until it has been replayed.
    upload = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Counts up with every worker that takes it on: one that was thought dead writes nothing any more.
    turn = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    # Every item with what became of it, a line each, compressed.
    items = models.BinaryField(null=True)
    troubles = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
