"""What came from what: a debate from proposals, a second round from the first. Read in both directions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from civic.proposals.models.proposal import Proposal


class Link(models.Model):
    """`later` grew out of `earlier`. Public; one page tells the whole chain."""

    earlier = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="led_to")
    later = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="came_from")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="each_link_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="nothing_comes_from_itself"),
        ]
