"""제한: what somebody may not do here for a time, or does without its being counted."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Restraint(models.Model):
    """From `begins_at` until `ends_at`, unless it was lifted. Never without an end.

    Open: the person is told and refused the `deeds` (keys of Deed). Quiet: the person is thanked as always, and what
    they say yes or no to is kept and not counted; nobody else is touched by it, and lifting it can give it back.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="restraints", db_index=False
    )
    is_quiet = models.BooleanField(default=False)
    deeds = ArrayField(models.TextField(), default=list)
    # One of civic.moderation's grounds, and the words for it.
    ground = models.TextField()
    reason = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            # Asked by every support: only what is in force is in it.
            models.Index(
                fields=["person", "ends_at"], condition=Q(lifted_at=None), name="restraints_in_force"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="a_restraint_ends"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_restraint_has_a_reason"),
        ]

    def is_in_force_at(self, moment: datetime) -> bool:
        return self.lifted_at is None and self.begins_at <= moment < self.ends_at


class AsideKind(models.TextChoices):
    """What can lie beside the count, apart from supports of proposals (civic.proposals has a table of its own)."""

    COMMENT = "comment", _("Supports of comments")
    OPINION = "opinion", _("Supports of opinions")
    VOTE = "vote", _("Votes")


class Aside(models.Model):
    """Something that was said, and was taken out of the count: it comes back when its `invalidation` is undone.

    `item` is the number of the comment, the opinion or the ballot; of a vote this is that somebody voted, never what
    (civic.ballots keeps the paper, and nothing joins the two). Without foreign keys: it is moved in portions.
    """

    kind = models.CharField(max_length=8, choices=AsideKind.choices)
    item = models.BigIntegerField()
    person = models.BigIntegerField()
    at = models.DateTimeField()
    # Of a vote that somebody entered at a counter.
    is_offline = models.BooleanField(default=False, db_default=False)
    entered_by = models.BigIntegerField(null=True)
    invalidation = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["invalidation", "id"], name="aside_by_invalidation")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "item", "person"], name="each_lies_aside_once")
        ]
