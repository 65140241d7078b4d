"""Who asked to hear of an item, or to hear no more of it."""

from django.conf import settings
from django.db import models

from civic.proposals.models import Proposal


class Following(models.Model):
    """What somebody said about hearing of one item: yes, by the button; or no more, by the link in a letter.

    Who wrote, supported or took part follows without a row. The last word counts.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", db_index=False)
    wants = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["proposal", "wants", "user"], name="followers_of_an_item")]
        constraints = [
            models.UniqueConstraint(fields=["user", "proposal"], name="one_word_on_following_per_item")
        ]
