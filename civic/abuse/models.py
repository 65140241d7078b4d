"""어뷰징 대응: where deeds came from, for a short time, and what was taken out of the counts and why."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.proposals.models import Proposal


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class Trace(models.Model):
    """One deed, and keyed hashes of the address and the network it came from. Destroyed after KEPT (noting.py).

    Without foreign keys: this table is only ever written to, counted and emptied.
    """

    # Of Deed or of Trail.
    deed = models.CharField(max_length=20)
    item = models.BigIntegerField()
    person = models.BigIntegerField()
    at = models.DateTimeField()
    source = models.TextField()
    network = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="traces_by_time"),
            models.Index(fields=["item", "person"], name="traces_of_an_item"),
            models.Index(fields=["person"], name="traces_of_a_person"),
        ]


class Trail(models.TextChoices):
    """Words for deeds in traces that are no Deed of their own."""

    COMMENT_SUPPORT = "comment_support"
    OPINION_SUPPORT = "opinion_support"


class State(models.TextChoices):
    COUNTED = "counted", _("Counted, not begun")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Meant(models.TextChoices):
    """What can be taken out of the counts."""

    SUPPORT = "support", _("Support")
    DISLIKE = "dislike", _("Disagreement")
    COMMENT = "comment", _("Supports of comments")
    OPINION = "opinion", _("Supports of opinions")
    VOTE = "vote", _("Votes")


class Invalidation(models.Model):
    """Supports (or what else is Meant) taken out of the counts by conditions, with a reason everybody reads on the item.

    Nothing is deleted: the rows lie in SetAside or in Aside under this number, and come back when it is
    undone. Whoever runs it goes on behind `last`; whatever was given after `counted_at` is not touched.
    """

    said = models.CharField(max_length=10, choices=Meant.choices)
    # See selecting.Conditions.
    conditions = models.JSONField(default=dict)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.COUNTED)
    counted_at = models.DateTimeField()
    expected = models.PositiveIntegerField()
    last = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    by = _person()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    undone_by = _person()
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["running", "undoing"]), name="invalidations_under_way"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_invalidation_has_a_reason"),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in (State.RUNNING, State.UNDOING)

    @property
    def percent(self) -> int:
        part = self.done if self.state != State.UNDOING else self.expected - self.done
        return min(100, part * 100 // self.expected) if self.expected else 100


class Touched(models.Model):
    """How many of an item's were taken out by an invalidation: what its page says."""

    invalidation = models.ForeignKey(
        Invalidation, on_delete=models.CASCADE, related_name="touched", db_index=False
    )
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()
    # Gates it had passed, for which it is short now: they stay passed; see decision 0012.
    short_of = ArrayField(models.TextField(), default=list)

    class Meta:
        ordering = ["-count", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invalidation", "proposal"], name="each_item_once_in_an_invalidation"
            )
        ]


class Scope(models.TextChoices):
    """Whose deeds are counted together against a limit."""

    ACCOUNT = "account", _("One account")
    SOURCE = "source", pgettext_lazy("of a network", "One address")
    NETWORK = "network", _("One network")
    YOUNG = "young", _("Accounts of less than an hour")
    INSTITUTION = "institution", _("All new accounts together")


class Limit(models.Model):
    """The institution's own numbers in the place of braking.USUAL: so many in ten minutes, so many in a day; 0 is none."""

    scope = models.CharField(max_length=12, choices=Scope.choices, unique=True)
    burst = models.PositiveIntegerField()
    sustained = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()


class Stop(models.Model):
    """Too much came at once: until `ends_at` those it is about are asked to come back later. It ends by itself.

    `key` is the number of the account, or a keyed hash of Whence; "" where everybody new is meant. With `only_told`
    nobody is stopped: administrators were told of something unusual, and are not told again before it ends.
    """

    scope = models.CharField(max_length=12, choices=Scope.choices)
    key = models.TextField(blank=True)
    counted = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    only_told = models.BooleanField(default=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = _person()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["ends_at"], name="stops_by_their_end")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="a_stop_ends")
        ]

    def is_in_force_at(self, moment: datetime) -> bool:
        return self.lifted_at is None and self.begins_at <= moment < self.ends_at
