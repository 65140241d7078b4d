"""회의: who was there, what stood on the agenda, and what was concluded."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.agenda.models.candidates import Candidate
from civic.agenda.models.committee import Committee, Member
from civic.processes.kinds import DebateForm, Majority
from civic.processes.models import Process
from platform_core.files.models import StoredFile


class Presence(models.TextChoices):
    PRESENT = "present", _("Present")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


class Conclusion(models.TextChoices):
    ACCEPTED = "accepted", _("Chosen")
    REFUSED = "refused", _("Not chosen")
    AGAIN = "again", _("To be discussed once more")


class Meeting(models.Model):
    """Members see the materials at once, everybody from `materials_at` on; the minutes from `minutes_at` on."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="meetings")
    title = models.TextField()
    starts_at = models.DateTimeField()
    place = models.TextField(blank=True)
    stream_url = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    materials_at = models.DateTimeField(null=True)
    minutes_source = models.TextField(blank=True)
    minutes_html = models.TextField(blank=True)
    minutes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="meetings_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_at=None) | ~Q(minutes_html=""), name="published_minutes_have_words"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_running_at(self, at: datetime) -> bool:
        return self.cancelled_at is None and self.closed_at is None and self.starts_at <= at


class MeetingFile(StoredFile):
    """A photograph or a record of the meeting. Public with the minutes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="files")
    is_image = models.BooleanField(default=False)
    alt = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_image=False) | ~Q(alt=""), name="a_meetings_photograph_says_what_it_shows"
            )
        ]


class Attendance(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attendance")
    presence = models.CharField(max_length=10, choices=Presence.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_attendance_per_member")
        ]


class AgendaItem(models.Model):
    """A candidate at a meeting, the rules it is decided by, and what was concluded.

    The rules are copied when it is put on the agenda, so that they are the same before and after the vote.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    quorum = models.CharField(max_length=9, blank=True)
    majority = models.CharField(max_length=12, choices=Majority.choices)
    again_at_most = models.PositiveSmallIntegerField(default=0)
    conclusion = models.CharField(max_length=10, choices=Conclusion.choices, blank=True)
    reason = models.TextField(blank=True)
    # Of what was chosen: what is asked, in which form, from which day, and in which process where it needs one.
    question = models.TextField(blank=True)
    form = models.CharField(max_length=12, choices=DebateForm.choices, blank=True)
    opens_on = models.DateField(null=True)
    process = models.ForeignKey(
        Process, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Several candidates may become one debate: this one goes along with another of the same meeting.
    along_with = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="brings", db_index=False
    )
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "candidate"], name="a_candidate_stands_on_an_agenda_once"
            ),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(concluded_at__isnull=False),
                name="a_conclusion_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opens_on"],
                condition=Q(conclusion="accepted", begun_at=None),
                name="debates_to_be_begun",
            )
        ]


class Conflict(models.Model):
    """제척·회피: a member who has a stake in it stays out of the vote. Public, with the reason."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="conflicts", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_conflict_per_member")]
