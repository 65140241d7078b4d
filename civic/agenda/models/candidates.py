"""의제 후보 and what was found out about them beforehand (사전조사)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.agenda.models.committee import Committee
from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.files.models import StoredFile


class Arrival(models.TextChoices):
    """How it came before the committee."""

    THRESHOLD = "threshold", _("It reached the number from which it is a candidate")
    STAGE = "stage", _("It came into the committee's stage")
    RESCUE = "rescue", _("It was taken up below the threshold")
    MERGER = "merger", _("A similar proposal that was a candidate was joined with it")
    HAND = "hand", _("Put forward by staff")


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for a meeting")
    SCHEDULED = "scheduled", _("On the agenda of a meeting")
    ACCEPTED = "accepted", _("Chosen for public debate")
    REFUSED = "refused", _("Not chosen")
    JOINED = "joined", _("Joined with another candidate")
    GONE = "gone", _("No longer before the committee")


class Candidate(models.Model):
    """One for each item, however often it arrived. `reason` is public."""

    item = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="candidate")
    came_by = models.CharField(max_length=10, choices=Arrival.choices)
    reason = models.TextField(blank=True)
    arrived_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    state_reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    # What became of it: the item the debate is held by; this very item where it had a stage for it.
    outcome = models.ForeignKey(
        Proposal, null=True, on_delete=models.SET_NULL, related_name="chosen_from", db_index=False
    )

    # A committee that had it before it was dissolved, and the one it waits for now; None: the moderators.
    handed_at = models.DateTimeField(null=True)
    handed_from = models.ForeignKey(
        Committee, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    handed_to = models.ForeignKey(
        Committee, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="candidates_by_state")]


class EvidenceKind(models.TextChoices):
    """사전조사 6종 (guide A3-1)."""

    POLICY = "policy", _("Existing policy, here and elsewhere")
    SIMILAR = "similar", _("Similar proposals here")
    DEPARTMENT = "department", _("What the department says")
    RESEARCH = "research", _("Research")
    PRESS = "press", _("Press")
    OPINION = "opinion", _("Public opinion")


class Evidence(models.Model):
    """One thing that was found out: by whom it is, from when, and where it can be read."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    title = models.TextField()
    body = models.TextField(blank=True)
    # Whose words they are: an author, an institution, a newspaper.
    author = models.TextField()
    dated_on = models.DateField()
    url = models.URLField(max_length=500, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    similar = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # 이견·갈등 with what is asked for, or 해명 of what was reported.
    is_contrary = models.BooleanField(default=False)
    # 편향 주의: what a reader should know of the source.
    caution = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="press") | ~Q(caution=""), name="press_is_read_with_care"
            )
        ]


class EvidenceFile(StoredFile):
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    is_image = models.BooleanField(default=False)
    alt = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
