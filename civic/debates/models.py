"""토론: a question, a neutral briefing, opinions with one current vote for each person, and a closing summary.

Every debate is held by an item (a proposal, or a question of the institution) in one of its stages. What
comes of it is for the item's rules to say (R3 to R7); the room only counts and tells.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.debates.kinds import State
from civic.processes.document.shapes import DebateRules
from civic.processes.kinds import DebateForm, Shown
from civic.proposals.models import Proposal, Standing
from platform_core.files.models import StoredFile


class Side(models.TextChoices):
    """찬성·반대·기타 (guide A3-2)."""

    PRO = "pro", _("For")
    CON = "con", _("Against")
    OTHER = "other", _("Other")


class Part(models.TextChoices):
    """What a neutral briefing is made of (guide A5, A3-2)."""

    BACKGROUND = "background", _("Background")
    FACTS = "facts", _("Facts and figures")
    PRO = "pro", _("What speaks for it")
    CON = "con", _("What speaks against it")
    EXPERIMENT = "experiment", _("The experiment")
    OUTCOME = "outcome", _("What the experiment showed")
    SCRIPT = "script", _("The film in words")


class Debate(models.Model):
    """Of an item in one of its stages. Not opened: it is being prepared, and staff alone see it.

    It runs from `opened_at` until `closes_at`, the first instant that is too late. `concluded_at`: its
    closing summary has been published; until then it waits for one, visibly.
    """

    item = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="debates", db_index=False)
    stage_key = models.CharField(max_length=40)
    form = models.CharField(max_length=12, choices=DebateForm.choices)
    # 핵심 질문, and one line below it.
    question = models.TextField()
    lead = models.TextField(blank=True)
    reason_required = models.BooleanField(default=False)
    # Replies, one level deep; False where the institution wants it flat.
    takes_replies = models.BooleanField(default=True)
    shown = models.CharField(max_length=20, choices=Shown.choices, default=Shown.LIVE)
    video_url = models.URLField(blank=True)
    # Staff say that what is said in it can be read in it.
    video_captioned = models.BooleanField(default=False, db_default=False)
    # The round before this one, of a series (1차 → 2차).
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="followed_by", db_index=False
    )
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    summary_source = models.TextField(blank=True)
    summary_html = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "stage_key"], name="one_debate_for_each_stage_of_an_item"
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None) | ~Q(summary_html=""), name="a_debate_ends_with_a_summary"
            ),
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="debates_newest")]

    def __str__(self) -> str:
        return self.question

    @property
    def has_sides(self) -> bool:
        return self.form == DebateForm.PRO_CON

    @property
    def takes_questions(self) -> bool:
        """People ask about documents, and the institution answers below each question."""
        return self.form == DebateForm.INFORMATION

    @property
    def rules(self) -> DebateRules:
        """What the rules of its item say of its stage; nothing much when they have no such stage any more."""
        found = (one.debate for one in self.item.rules.stages if one.key == self.stage_key)
        return next(found, None) or DebateRules()

    def film(self, *, is_written_out: bool) -> str:
        """Its address for readers, "" until whoever does not hear it can follow: by captions, or by its words."""
        return self.video_url if self.video_captioned or is_written_out else ""

    def is_open_at(self, moment: datetime) -> bool:
        """Whether its time is running, whether or not a worker has come by."""
        begun = self.opened_at is not None and self.opened_at <= moment
        return begun and (self.closes_at is None or moment < self.closes_at)

    def has_ended_at(self, moment: datetime) -> bool:
        return self.opened_at is not None and self.closes_at is not None and moment >= self.closes_at

    def state_at(self, moment: datetime) -> State:
        if self.opened_at is None:
            return State.PREPARING
        if self.concluded_at is not None:
            return State.CONCLUDED
        return State.ENDED if self.has_ended_at(moment) else State.RUNNING


class Briefing(models.Model):
    """One part of what everybody should know before taking part."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="briefings", db_index=False)
    part = models.CharField(max_length=12, choices=Part.choices)
    body_source = models.TextField()
    body_html = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debate", "part"], name="each_part_of_a_briefing_once")
        ]


class Material(StoredFile):
    """An original file, unedited: as the department or a citizens' group handed it in (guide A5)."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="materials")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.BACKGROUND)
    source = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Card(models.Model):
    """One card of the card news: an image, and the words of it for whoever does not see it."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="cards", db_index=False)
    key = models.UUIDField(unique=True)
    position = models.PositiveSmallIntegerField()
    stored_as = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.TextField()
    caption = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["debate", "position"], name="cards_of_a_debate")]
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="a_card_says_what_it_shows")]


class Note(models.Model):
    """히스토리: what the moderators tell while it runs. A public log, no revision log."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="notes")
    body_source = models.TextField()
    body_html = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]


class Opinion(models.Model):
    """What somebody says, and on which side; `side` is empty in replies and where there are no sides.

    All that a person wrote stays readable. The person's vote is the side of the latest one that is open and
    no reply; it is never stored apart from what it is counted from (see CurrentVote).
    """

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="opinions", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="opinions"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)
    body = models.TextField(blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    standing_reason = models.TextField(blank=True)
    support_count = models.PositiveIntegerField(default=0)
    # Given on paper or at a counter; who entered it. Counted like any other.
    is_offline = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["debate", "-id"], condition=Q(parent=None), name="opinions_newest"),
            models.Index(
                fields=["debate", "-support_count", "-id"],
                condition=Q(parent=None),
                name="opinions_supported",
            ),
            models.Index(
                fields=["debate", "side", "-id"], condition=Q(parent=None), name="opinions_of_a_side"
            ),
            # What the numbers are counted from, read without the words.
            models.Index(
                fields=["debate", "id"],
                condition=Q(standing="open") & ~Q(body=""),
                name="opinions_with_words",
            ),
            models.Index(fields=["debate", "id"], condition=Q(is_offline=True), name="opinions_on_paper"),
            models.Index(fields=["debate", "author", "-id"], name="opinions_of_a_person"),
        ]


class OpinionSupport(models.Model):
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="supports", db_index=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opinion", "citizen"], name="one_support_per_citizen_and_opinion")
        ]


class CurrentVote(models.Model):
    """Where a person stands now: derived from their opinions by `recount`, and by every verb in its transaction.

    A person who was erased keeps the vote; `opinion` then has no author any more.
    """

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="current_votes", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["debate", "side"], name="votes_by_side")]
        constraints = [
            models.UniqueConstraint(fields=["debate", "person"], name="one_current_vote_per_person")
        ]


class DebateStat(models.Model):
    """Numbers for pages, counted from the rows: never added to by hand, so that they cannot drift."""

    debate = models.OneToOneField(Debate, on_delete=models.CASCADE, primary_key=True, related_name="stat")
    pro = models.PositiveIntegerField(default=0)
    con = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)
    participants = models.PositiveIntegerField(default=0)
    opinions = models.PositiveIntegerField(default=0)
    offline = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()


class Grouping(models.Model):
    """Similar opinions, grouped for reading by a worker; nothing is hidden by it. See grouping.py."""

    debate = models.OneToOneField(Debate, on_delete=models.CASCADE, primary_key=True, related_name="grouping")
    # [{"words": […], "count": 12}], the largest first; and of each, the ids of its opinions.
    groups = models.JSONField(default=list)
    members = models.JSONField(default=list)
    # Until when the debate had been counted that was read.
    counted_at = models.DateTimeField()
    made_at = models.DateTimeField()
