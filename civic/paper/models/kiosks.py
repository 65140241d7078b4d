"""키오스크: a tablet in a city hall, and the few minutes somebody spends at it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Debate
from civic.proposals.models import Proposal
from platform_core.access.sealed_fields import SealedJSONField


class KioskDevice(models.Model):
    """A device that staff switched on. Its cookie opens the kiosk's pages, and gives no right a stranger lacks."""

    name = models.TextField()
    place = models.TextField()
    # Typed once on the device; only hashes of it and of the device's token are kept.
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    switched_on_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


class Wish(models.TextChoices):
    SUPPORT = "support", _("Support")
    PROPOSE = "propose", _("Proposal")
    OPINION = "opinion", _("Opinion in a discussion")


class KioskVisit(models.Model):
    """One person's few steps at a kiosk, kept here and in no cookie; it is gone when they end or time runs out.

    With `code_hash` it waits for the code from a letter; otherwise for an officer at the counter, who sees
    `number` on their desk.
    """

    key = models.UUIDField(unique=True)
    device = models.ForeignKey(KioskDevice, on_delete=models.CASCADE, related_name="visits")
    wish = models.CharField(max_length=10, choices=Wish.choices)
    item = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    debate = models.ForeignKey(Debate, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    # {"name", "contact", "title", "text", "category", "side"}
    typed = SealedJSONField(default=dict)
    number = models.PositiveSmallIntegerField()
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
