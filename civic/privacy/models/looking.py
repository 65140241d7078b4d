"""Who looked at whom, and who signed for it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from civic.privacy.places import How, Place


class Look(models.Model):
    """열람 기록: one page, or one file, with data of people that somebody who works here was given.

    The database refuses to change a row, and to take one away within two years (migration 0002).
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # As what: their task here at that moment, or "operator".
    role = models.TextField(blank=True)
    at = models.DateTimeField()
    place = models.CharField(max_length=20, choices=Place.choices)
    # Of the thing looked at, where the place has several: the gathering, the sheet.
    number = models.BigIntegerField(null=True)
    how = models.CharField(max_length=10, choices=How.choices)
    reason = models.TextField(blank=True)
    # Whose: numbers of accounts, no keys, so that nothing keeps a person here. `others` have no account.
    people = ArrayField(models.BigIntegerField(), default=list)
    others = models.PositiveIntegerField(default=0)
    is_everybody = models.BooleanField(default=False)
    # The operator's visit it happened in (civic/visits).
    visit = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["at"], name="looks_of_a_month"),
            GinIndex(fields=["people"], name="looks_at_a_person"),
        ]

    @property
    def count(self) -> int:
        return len(self.people) + self.others


class LookReview(models.Model):
    """That somebody has gone through a month of looks, and says so with their name. `month` is its first day."""

    month = models.DateField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signed_as = models.TextField()
    words = models.TextField(blank=True)
    # What lay before them: so many looks, so many files, and none after this one.
    looks = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    last_look = models.BigIntegerField()

    class Meta:
        ordering = ["-month"]
