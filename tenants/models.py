"""Which institutions exist. Lives in the public schema."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tenants.models import DomainMixin, TenantMixin

from tenants.machines.records import OperatorToken, ProgramOrder  # noqa: F401 - tables of this app, too
from tenants.migrations_across.records import (  # noqa: F401 - these are tables of this app, too
    MigrationRun,
    MigrationVolunteer,
    Ring,
    SchemaDrift,
)


def new_schema_name() -> str:
    """An opaque name, never made from a host: hosts change, schemas do not."""
    return f"i_{uuid.uuid4().hex[:20]}"


class Standing(models.TextChoices):
    """What each means for pages, tasks and letters: platform_core/access/standings.py. After these it is erased."""

    PREPARING = "preparing", _("Preparing")
    OPEN = "open", pgettext_lazy("standing of an institution", "Open")
    READ_ONLY = "read_only", pgettext_lazy("standing of an institution", "Read-only")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVED = "archived", _("Archived")


class Kind(models.TextChoices):
    METROPOLITAN = "metropolitan", _("Metropolitan city or province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    DISTRICT = "district", _("District")
    AGENCY = "agency", _("Public agency")
    SCHOOL = "school", _("School")
    LIBRARY = "library", _("Library")


class Institution(TenantMixin):
    """기관. `schema_name` and `key` never change; everything else may."""

    # Schemas are made by tenants.provisioning and dropped by tenants.actions, never by save().
    auto_create_schema = False
    auto_drop_schema = False

    schema_name = models.CharField(max_length=63, unique=True, default=new_schema_name, editable=False)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CITY)
    tagline = models.TextField(blank=True)
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=50, default="Asia/Seoul")
    country = models.CharField(max_length=2, default="KR", help_text="Whose public holidays count.")
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.PREPARING)
    standing_reason = models.TextField(blank=True)
    standing_changed_at = models.DateTimeField(null=True)
    entitlements = models.JSONField(default=dict, help_text="What the plan allows; written by billing.")
    settings = models.JSONField(default=dict, help_text="Home page words, contact lines.")
    order = models.JSONField(default=dict, help_text="What was ordered, read by the provisioning steps.")
    opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> Any:
        raise RuntimeError("Use institution_context(institution): `with institution` leaks between threads.")

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN

    @property
    def default_language(self) -> str:
        return self.languages[0] if self.languages else settings.LANGUAGE_CODE

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def local(self, moment: datetime) -> datetime:
        """`moment` on this institution's clock."""
        return moment.astimezone(self.zone)

    @cached_property
    def primary_host(self) -> str:
        """The host its mails link to. Asked in the public schema or remembered from there."""
        from tenants.queries import primary_host

        return primary_host(self)

    def address(self, path: str = "/") -> str:
        """An absolute address, from the primary hostname: never from what a request claims."""
        _, _, port = settings.BASE_DOMAIN.partition(":")
        return f"{settings.PUBLIC_SCHEME}://{self.primary_host}{':' + port if port else ''}{path}"


class Hostname(DomainMixin):
    """An exact host (no port) that leads to an institution."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"],
                condition=models.Q(is_primary=True),
                name="one_primary_hostname_per_institution",
            )
        ]


class StepState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class ProvisioningStep(models.Model):
    """One step of opening an institution: idempotent, timed, resumable."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["institution", "position"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "path"], name="each_step_once"),
        ]

    @property
    def seconds(self) -> float | None:
        if self.started_at and self.finished_at:
            return (self.finished_at - self.started_at).total_seconds()
        return None


class RetiredHostname(models.Model):
    """A host that led to an institution until recently: nobody else gets it for a while."""

    domain = models.CharField(max_length=253, primary_key=True)
    retired_at = models.DateTimeField()
    # Who had it, and may take it back; empty once they were erased.
    institution_key = models.UUIDField(null=True)


class DomainState(models.TextChoices):
    ASKED = "asked", _("Waiting for its proof")
    PROVEN = "proven", _("Proven, does not lead here yet")
    LIVE = "live", _("Leads here")
    FAILING = "failing", _("Its proof is missing")
    LOST = "lost", _("Set aside: its proof stayed away")
    TAKEN = "taken", _("In use by another institution")


class OwnDomain(models.Model):
    """A name that an institution owns and wants to be found at. See tenants/domains."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="own_domains")
    domain = models.CharField(max_length=253)
    proof = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DomainState.choices, default=DomainState.ASKED)
    leads_here = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    # Since when its proof has been missing, and since when nobody answers for it.
    failing_since = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "domain"], name="each_domain_once_per_institution"
            ),
        ]


class Blueprint(models.Model):
    """The one SQL batch that makes an institution's schema; see tenants/provisioning/blueprint."""

    digest = models.CharField(max_length=64, unique=True)
    migrations = models.JSONField(help_text="`app.name` of each migration it contains.")
    sql = models.TextField()
    fingerprint = models.CharField(max_length=32)
    built_at = models.DateTimeField()


class SpareSchema(models.Model):
    """A schema made ahead of any order; see tenants/provisioning/spares.py. It leaves with its blueprint."""

    name = models.CharField(max_length=63, unique=True)
    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE)
    made_at = models.DateTimeField()


class SchemaMigration(models.Model):
    """The queue of schemas to bring to a head: taken with SKIP LOCKED, kept as the record of each."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="schema_migrations", db_index=False
    )
    target = models.CharField(max_length=64, help_text="Digest of the head it is brought to.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ring = models.PositiveSmallIntegerField(choices=Ring.choices, default=Ring.REST, db_default=Ring.REST)
    applied = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        help_text="`app.name` of each migration it got.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "target"], name="each_schema_once_per_head"),
        ]
        indexes = [
            models.Index(
                fields=["target", "id"], condition=models.Q(state="waiting"), name="schemas_waiting"
            ),
        ]


class CaseState(models.TextChoices):
    OFFERED = "offered", _("Waiting for the operator")
    APPROVED = "approved", _("In the library")
    DECLINED = "declined", _("Not taken in")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SharedCase(models.Model):
    """A case that an institution offers to the others: its words and numbers as they left the house, nobody's data.

    `numbers`: [{"point", "done", "of"}]. Others read it once the operator has approved it.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="shared_cases")
    chapter = models.CharField(max_length=40)
    title = models.TextField()
    text = models.TextField()
    numbers = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OFFERED)
    offered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="shared_cases_by_state")]


class SharedKind(models.TextChoices):
    RULES = "rules", _("Rules")
    THEME = "theme", _("Theme")


class SharedFile(models.Model):
    """Rules or a theme that an institution offers to the others, as the file that left its house (tenants/shelf.py)."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="shared_files", db_index=False
    )
    kind = models.CharField(max_length=10, choices=SharedKind.choices)
    name = models.TextField()
    about = models.TextField(blank=True)
    file = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OFFERED)
    offered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind", "digest"],
                condition=models.Q(state__in=["offered", "approved"]),
                name="a_file_is_offered_once",
            )
        ]
        indexes = [models.Index(fields=["kind", "state", "-id"], name="shared_files_by_state")]


class OpeningBatch(models.Model):
    """A table of orders; see tenants/provisioning/batches. Its rows keep what was typed."""

    name = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.TextField(blank=True)
    begun_at = models.DateTimeField(null=True)
    # When a row was done last: a worker that is silent for long is gone.
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class RowState(models.TextChoices):
    WRONG = "wrong", _("To be corrected")
    WAITING = "waiting", _("Waiting")
    OPENING = "opening", _("Being opened")
    OPEN = "open", pgettext_lazy("standing of an institution", "Open")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


class OpeningRow(models.Model):
    """One order of a table. `given`, `faults`, `cautions`: by column."""

    batch = models.ForeignKey(OpeningBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    given = models.JSONField()
    faults = models.JSONField(default=dict)
    cautions = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RowState.choices)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.SET_NULL, related_name="+")
    error = models.TextField(blank=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="each_row_of_a_table_once"),
        ]


class TrialRequest(models.Model):
    """An officer who wants to try the platform; see tenants/trials. The code itself is only in the letter."""

    name = models.TextField()
    host = models.CharField(max_length=253)
    design = models.CharField(max_length=40)
    officer = models.TextField()
    email = models.TextField()
    language = models.CharField(max_length=10)
    # Of the address of its pages, and of the code in the letter.
    key = models.CharField(max_length=43, unique=True)
    code_hash = models.CharField(max_length=64)
    guesses = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # Whoever erases the trial forgets who asked for it.
    institution = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="trials_by_day")]
