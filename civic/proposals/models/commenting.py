"""의견 and the support they find."""

from django.conf import settings
from django.db import models

from civic.proposals.models.proposal import Proposal, Standing


class Comment(models.Model):
    """의견, with one level of replies."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="comments"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    body = models.TextField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    standing_reason = models.TextField(blank=True)
    support_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["proposal", "id"], name="comments_of_a_proposal")]


class CommentSupport(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="supports", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "citizen"], name="one_support_per_citizen_and_comment")
        ]
