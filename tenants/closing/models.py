"""What the platform keeps about closing an institution. Lives in the public schema."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models import Institution


class SiteState(models.TextChoices):
    MAKING = "making", _("Being made")
    DONE = "done", _("Made")
    FAILED = "failed", _("Stopped by an error")


class SiteArchive(models.Model):
    """The static site of an institution: how far it is, and what came of it. Made anew, the row begins again."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="site_archive")
    state = models.CharField(max_length=10, choices=SiteState.choices, default=SiteState.MAKING)
    masks_names = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    # When somebody last worked on it: the clock sends for a worker when that is long ago.
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    # SHA-256 of its list of checksums.
    digest = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)


class AddressState(models.TextChoices):
    WAITING = "waiting"
    READ = "read"
    MOVED = "moved"
    MISSING = "missing"
    BROKEN = "broken"


class SiteAddress(models.Model):
    """An address on its way into the static site. Gone once the site is made."""

    archive = models.ForeignKey(
        SiteArchive, on_delete=models.CASCADE, related_name="addresses", db_index=False
    )
    address = models.TextField()
    state = models.CharField(max_length=10, choices=AddressState.choices, default=AddressState.WAITING)
    file = models.TextField(blank=True)
    moved_to = models.TextField(blank=True)
    content_type = models.TextField(blank=True)
    title = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["archive", "address"], name="each_address_once_per_site"),
        ]
        indexes = [
            models.Index(
                fields=["archive", "id"], condition=models.Q(state="waiting"), name="addresses_waiting"
            ),
        ]


class Erasure(models.Model):
    """An erasure that was asked for. It leaves with its institution; what stays is the certificate."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="erasure")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    reason = models.TextField()
    # Nobody confirms it before.
    not_before = models.DateTimeField()


class ErasureCertificate(models.Model):
    """The only thing that still names an erased institution. Deliberately without a foreign key."""

    number = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    erased_at = models.DateTimeField()
    # What is certified, plain JSON: see certificates.py.
    document = models.JSONField()
    key_id = models.TextField(blank=True)
    # Empty until nothing else names the institution any more.
    signature = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
