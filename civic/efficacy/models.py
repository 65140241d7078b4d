"""효능감: what taking part has brought, in numbers that can always be counted again from what happened."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.answers.models import Answer


class DailyCount(models.Model):
    """One number: how many of `measure` on `day`, on the institution's calendar.

    `dimension` narrows it: "" for all, "category:3", "department:5", "deed:supported", "how:paper"; 0 stands for
    none. Of days_to_change the number of days follows an @ ("category:3@120"). Of what is counted over a month,
    a quarter or a year (people.month …) `day` is its first. Never added to: see counting.py.
    """

    day = models.DateField()
    measure = models.CharField(max_length=40)
    dimension = models.CharField(max_length=60, blank=True)
    value = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "dimension", "day"], name="each_number_of_a_day_once")
        ]


class Counted(models.Model):
    """Up to which day (the first that is not counted) a measure has been counted, and when."""

    measure = models.CharField(max_length=40, primary_key=True)
    until = models.DateField()
    counted_at = models.DateTimeField()


class AnswerReach(models.Model):
    """Of those who took part before an answer, how many had word of it: read here, or a letter handed over.

    Letters are forgotten after ninety days, so it is written down while it can be seen, and stays then.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="reach")
    people = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    counted_at = models.DateTimeField()


class Opinion(models.TextChoices):
    """What somebody says to one of the two questions."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("In part")
    NO = "no", _("No")


class SurveyReply(models.Model):
    """What one person who took part says of one answer. Seen by nobody with a name.

    `person` is None once they have left: what they said stays counted, their words go with them.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="replies", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    understood = models.CharField(max_length=6, choices=Opinion.choices, blank=True)
    helped = models.CharField(max_length=6, choices=Opinion.choices, blank=True)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-id"], condition=~Q(words=""), name="replies_with_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["answer", "person"], name="one_reply_per_person_and_answer")
        ]


class Rhythm(models.TextChoices):
    MONTH = "month", _("Once a month")
    QUARTER = "quarter", _("Once a quarter")
    OFF = "off", _("Not at all")


class DigestWish(models.Model):
    """How often somebody wants the letter of what came of what they did; without a row, once a quarter."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)


class DigestRound(models.Model):
    """The letters of one period, written in portions by ascending id of people."""

    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    # The first day of the period that is told of.
    begins_on = models.DateField()
    behind = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rhythm", "begins_on"], name="each_round_once")]


class Digest(models.Model):
    """A letter that was written: once for each person and period."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(DigestRound, on_delete=models.CASCADE, related_name="digests", db_index=False)
    items = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="one_digest_per_period")]
