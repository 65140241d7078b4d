"""의제선정단, 의제기획단: its members, their term and whom they stand for (guide A3-1)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.processes.kinds import Majority
from civic.processes.models import Process


class Sex(models.TextChoices):
    """As people say of themselves."""

    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    UNSTATED = "unstated", _("I do not say")


class AgeBand(models.TextChoices):
    TEENS = "10s", _("under 20")
    TWENTIES = "20s", _("20 to 29")
    THIRTIES = "30s", _("30 to 39")
    FORTIES = "40s", _("40 to 49")
    FIFTIES = "50s", _("50 to 59")
    SIXTIES = "60s", _("60 to 69")
    SEVENTIES = "70s", _("70 and older")
    UNSTATED = "unstated", _("I do not say")


class Joined(models.TextChoices):
    APPOINTED = "appointed", _("Appointed")
    DRAWN = "drawn", _("Drawn by lot")


class Committee(models.Model):
    """How it decides about an item that has no committee stage of its own: as `process` says, or as it says itself.

    `again_at_most`: how often something short of the majority is deliberated once more.
    """

    name = models.TextField()
    purpose = models.TextField()
    process = models.ForeignKey(
        Process, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # A fraction such as "2/3"; "" where no number of members is asked for.
    quorum = models.CharField(max_length=9, blank=True)
    majority = models.CharField(max_length=12, choices=Majority.choices, default=Majority.HALF)
    again_at_most = models.PositiveSmallIntegerField(default=1)
    founded_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True)
    # Public, for good; and which committee goes on with what was before it.
    dissolved_reason = models.TextField(blank=True, default="", db_default="")
    succeeded_by = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="predecessors", db_index=False
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class SubCommittee(models.Model):
    """분과."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="sub_committees")
    name = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="each_sub_committee_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Sits from `begins_on` until `ends_on`, both included, unless it ended earlier.

    Without an account (`user`) somebody votes on paper alone. The name is public only by consent.
    """

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members", db_index=False)
    sub_committee = models.ForeignKey(
        SubCommittee, null=True, blank=True, on_delete=models.SET_NULL, related_name="members", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="seats"
    )
    name = models.TextField()
    is_named = models.BooleanField(default=False)
    # Whose place it is in the rules' words: a citizen's, an expert's.
    seat = models.TextField(blank=True)
    joined = models.CharField(max_length=10, choices=Joined.choices)
    call = models.ForeignKey(
        "agenda.Call", null=True, on_delete=models.SET_NULL, related_name="members", db_index=False
    )
    # The code that was drawn. Public in any case.
    code = models.CharField(max_length=64, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNSTATED)
    age = models.CharField(max_length=10, choices=AgeBand.choices, default=AgeBand.UNSTATED)
    region = models.TextField(blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    left_on = models.DateField(null=True)
    left_reason = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["committee", "id"], name="members_of_a_committee")]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "user"],
                condition=Q(left_on=None),
                name="one_seat_per_person_and_committee",
            ),
            models.UniqueConstraint(
                fields=["call", "code"], condition=~Q(code=""), name="a_code_is_seated_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="a_term_ends_after_it_began"
            ),
        ]

    def sits_on(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on and (self.left_on is None or day < self.left_on)
