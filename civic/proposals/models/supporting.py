"""공감 and 비공감: one row for each person, and the changes of counts that wait to be rolled up.

A row of Support or Dislike counts; what does not count lies in SetAside. So whoever counts rows is right.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.proposals.models.proposal import Proposal

ONE_PERSON = [-1, 0, 1]


class Support(models.Model):
    """공감. Inserted and deleted, never updated; the count is rolled up from SupportDelta."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supports")
    given_at = models.DateTimeField()
    # Whether the person's identity had been checked when it was given.
    verified = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "citizen"], name="one_support_per_citizen_and_proposal"
            )
        ]


class Dislike(models.Model):
    """비공감, where the rules offer it: counted apart, and never beside the same person's support."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="dislikes", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "citizen"], name="one_dislike_per_citizen_and_proposal"
            )
        ]


class Said(models.TextChoices):
    """What was said and does not count."""

    SUPPORT = "support", _("Support")
    DISLIKE = "dislike", _("Disagreement")


class SetAside(models.Model):
    """A support or a dislike that was given and does not count: kept as it was, beside those that do.

    Of somebody who is quietly limited (civic.restraints) it came here at once. Invalidated, it came out of the
    count later: `invalidation` is the number of civic.abuse's row, which says why and can be undone.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="set_aside", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said = models.CharField(max_length=10, choices=Said.choices)
    given_at = models.DateTimeField()
    verified = models.BooleanField(default=False, db_default=False)
    invalidation = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["invalidation", "id"],
                condition=Q(invalidation__isnull=False),
                name="set_aside_by_invalidation",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "citizen", "said"], name="each_thing_is_set_aside_once"
            )
        ]


class SupportDelta(models.Model):
    """A change of counts, waiting to be rolled up. No foreign key: this table is only ever hot."""

    proposal_id = models.BigIntegerField()
    # Supports, those of them by verified people, dislikes: each one person more, one less, or unchanged.
    amount = models.SmallIntegerField()
    verified = models.SmallIntegerField(default=0, db_default=0)
    dislike = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__in=ONE_PERSON, verified__in=ONE_PERSON, dislike__in=ONE_PERSON),
                name="a_delta_is_one_person",
            )
        ]


class Unsettled(models.Model):
    """A proposal whose count could not take effect, because something broke: tried again until it does."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, primary_key=True, related_name="unsettled"
    )
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    try_again_at = models.DateTimeField(db_index=True)
