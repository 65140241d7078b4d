"""제안: what citizens ask for, and what gathers around it."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.people.models import Department
from civic.processes.document import Rules, Stage
from civic.processes.engine import Item, is_open_for, stands_at
from civic.processes.kinds import Deed, StageKind, Visibility
from civic.processes.models import Process, ProcessVersion
from civic.processes.queries import rules_of
from platform_core.files.models import DescribedFile


class Standing(models.TextChoices):
    OPEN = "open", _("Open")
    HIDDEN = "hidden", _("Hidden")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class Origin(models.TextChoices):
    ONLINE = "online", _("Written here")
    IMPORT = "import", _("Brought from an earlier platform")
    INSTITUTION = "institution", _("Asked by the institution")
    PAPER = "paper", _("Handed in on paper")


class Ending(models.TextChoices):
    """Why a proposal is closed."""

    NOT_ENOUGH_SUPPORT = "not_enough_support", _("Support fell short")
    NOT_PASSED = "not_passed", _("It found no majority")
    ARCHIVED = "archived", _("Kept in the archive")
    LISTED = "listed", _("On the monthly list")
    REFUSED = "refused", _("Not accepted")
    COMPLAINT = "complaint", _("Handled as a civil complaint")
    ELSEWHERE = "elsewhere", _("Sent on to another institution")
    MERGED = "merged", _("Joined with a similar one")
    BY_HAND = "by_hand", _("Closed by the institution")
    ANSWERED = "answered", _("Answered")
    CARRIED_OUT = "carried_out", _("Carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    KEPT = "kept", _("Kept from an earlier platform")


class Proposal(models.Model):
    """Its primary key is the number people see and share."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    # Texts have no length here: limits are counted in graphemes, by the forms (platform_core/text/fields.py).
    title = models.TextField()
    body_html = models.TextField()
    # What the author typed, so that editing gives back the same text. Empty for imports.
    body_source = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="proposals")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="proposals")
    process_version = models.ForeignKey(
        ProcessVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What kind of stage it is in, and which one of its version; "" means the only one of its kind.
    stage = models.CharField(max_length=20, choices=StageKind.choices, default=StageKind.GATHERING)
    stage_key = models.CharField(max_length=40, blank=True, default="", db_default="")
    stage_entered_at = models.DateTimeField()
    # The first instant at which the debate or vote it is in is over; None in other stages.
    stage_ends_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField()
    # The first instant at which support no longer counts; None until it comes into a stage that counts.
    closes_at = models.DateTimeField(null=True)
    visibility = models.CharField(
        max_length=20,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
        db_default=Visibility.PUBLIC.value,
    )
    closed_as = models.CharField(max_length=30, choices=Ending.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Why it was refused: a code of its rules and the words for it. Public.
    closing_code = models.CharField(max_length=40, blank=True, default="", db_default="")
    closing_reason = models.TextField(blank=True, default="", db_default="")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    standing_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    search_terms = ArrayField(models.TextField(), default=list)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.ONLINE)
    source = models.TextField(blank=True)
    source_number = models.TextField(blank=True)
    # Counted elsewhere or on paper before it came here: shown apart, never mixed with verified people.
    imported_support = models.PositiveIntegerField(default=0)
    # The one that expired and is proposed again by this one.
    repeats = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="repeated_by", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["closes_at", "id"],
                condition=Q(stage__in=["endorsing", "gathering"]),
                name="proposals_gathering_until",
            ),
            models.Index(
                fields=["stage_ends_at", "id"],
                condition=Q(stage__in=["debating", "voting"]),
                name="proposals_discussed_until",
            ),
            models.Index(
                fields=["-submitted_at", "-id"], condition=Q(standing="open"), name="proposals_newest"
            ),
            models.Index(fields=["closes_at", "id"], condition=Q(standing="open"), name="proposals_closing"),
            models.Index(fields=["stage", "-submitted_at", "-id"], name="proposals_by_stage"),
            models.Index(
                fields=["repeats"], condition=Q(repeats__isnull=False), name="proposals_proposed_again"
            ),
            # What the institution asks itself: few among many.
            models.Index(
                fields=["-submitted_at", "-id"],
                condition=Q(origin="institution"),
                name="proposals_asked",
            ),
            GinIndex(fields=["search_terms"], name="proposals_search", fastupdate=False),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source=""),
                name="one_proposal_per_source_number",
            ),
            models.CheckConstraint(
                condition=(Q(stage="closed") & ~Q(closed_as="")) | (~Q(stage="closed") & Q(closed_as="")),
                name="a_closed_proposal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> Rules:
        return rules_of(self.process_version_id)

    @property
    def item(self) -> Item:
        """What decides where it stands and what is open in it; its counts are in tallies.py."""
        return Item(self.stage_key or self.stage, self.closes_at, self.stage_ends_at)

    def stands_at(self, moment: datetime) -> Stage:
        """Where it stands at `moment`, whether or not the clock's worker has come by.

        What passes nothing when its time is over is closed from that instant: a stopped worker lets nothing
        late through. Whether it passed is settled by civic.journeys.clock.
        """
        return stands_at(self.rules, self.item, moment)

    def stage_at(self, moment: datetime) -> StageKind:
        return self.stands_at(moment).kind

    def permits(self, deed: Deed, moment: datetime) -> bool:
        return is_open_for(self.rules, self.item, deed, moment).allowed

    def is_window_open(self, moment: datetime) -> bool:
        return self.closes_at is not None and moment < self.closes_at


class ProposalStat(models.Model):
    """Numbers that move, apart from the words that do not: rolled up, never counted in a request."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, primary_key=True, related_name="stat")
    support_count = models.PositiveIntegerField(default=0)
    # Of the supports, those by people whose identity had been checked.
    verified_count = models.PositiveIntegerField(default=0, db_default=0)
    dislike_count = models.PositiveIntegerField(default=0, db_default=0)
    comment_count = models.PositiveIntegerField(default=0)
    # People who supported or commented; counted only where a gate asks for it.
    participant_count = models.PositiveIntegerField(default=0, db_default=0)
    last_activity_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-support_count", "-proposal"], name="stats_most_supported"),
            models.Index(fields=["-comment_count", "-proposal"], name="stats_most_discussed"),
        ]


class ProposalVersion(models.Model):
    """What a proposal said before an edit that came after its first support. Public."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.TextField()
    body_html = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="each_version_once")]


class ProposalDraft(models.Model):
    """What somebody has typed and not yet sent. Seen by its author alone."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL, db_index=False)
    # Which process it is meant for; None until it is chosen, or where there is only one.
    process = models.ForeignKey(
        Process, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # The one that fell short and is to be proposed again.
    repeats = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]


class Attachment(DescribedFile):
    """A file of a draft or a proposal: re-encoded if a picture, stored under a random name."""

    draft = models.ForeignKey(ProposalDraft, null=True, on_delete=models.CASCADE, related_name="attachments")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="attachments")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # The proposal's versions that show it. No first one: it waits until its author saves, and only they see it.
    first_version = models.PositiveIntegerField(null=True, default=1, db_default=1)
    last_version = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, proposal__isnull=True)
                | Q(draft__isnull=True, proposal__isnull=False),
                name="an_attachment_belongs_to_a_draft_or_a_proposal",
            )
        ]
