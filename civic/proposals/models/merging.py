"""Similar proposals joined (병합): one goes on, the other leads to it. Supports come along by consent alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from civic.proposals.models.proposal import Proposal


class Merger(models.Model):
    """`merged` was closed and leads to `kept`. Undone as long as nobody has taken a support along."""

    kept = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="mergers")
    merged = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Where it stood, to go back to when the merger is undone.
    stage_key = models.CharField(max_length=40)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="a_proposal_goes_into_one_other"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="nothing_goes_into_itself"),
        ]


class CarriedSupport(models.Model):
    """Somebody said yes: my support of the one counts for the other now."""

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="carried", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merger", "citizen"], name="a_support_is_carried_along_once")
        ]
