"""투표: a question and what can be chosen, one paper for each person, and a count that anybody can repeat.

Every ballot is held by an item in one of its voting stages. What comes of it is for the item's rules to say;
the room only counts and tells.
"""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from civic.ballots.kinds import SIDES, Kind, State, Ties
from civic.people.models import Department
from civic.processes.document import Stage
from civic.processes.kinds import Shown
from civic.proposals.models import Proposal


class Ballot(models.Model):
    """Of an item in one of its stages; a joint one is held for all items of the same rules that it chooses among.

    It runs from `opened_at` until `closes_at`, the first instant that is too late. `salt` goes when it is
    counted: from then on nobody can tell whose a paper was, not even the server (see secrecy.py).
    """

    item = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="ballots", db_index=False)
    stage_key = models.CharField(max_length=40)
    is_joint = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    question = models.TextField()
    lead = models.TextField(blank=True)
    # How many may be chosen; with `exactly`, a paper with fewer is not one.
    choices = models.PositiveIntegerField(default=1)
    exactly = models.BooleanField(default=False)
    # What everything that is chosen may cost, in whole units of the institution's money.
    sum = models.BigIntegerField(default=0)
    takes_blank = models.BooleanField(default=False)
    may_change = models.BooleanField(default=True)
    may_withdraw = models.BooleanField(default=False)
    shown = models.CharField(max_length=20, choices=Shown.choices, default=Shown.AT_THE_END)
    is_shuffled = models.BooleanField(default=True)
    ties = models.CharField(max_length=12, choices=Ties.choices, default=Ties.CHEAPER)
    # Papers are put into boxes, too: the count waits for them.
    has_boxes = models.BooleanField(default=False)
    salt = models.UUIDField(null=True, default=uuid4)
    created_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    # When somebody said that every box has been counted.
    boxes_done_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    # As counted then: counting.Count.as_kept().
    result = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "stage_key"], name="one_ballot_for_each_stage_of_an_item"
            ),
            models.CheckConstraint(
                condition=Q(counted_at=None, result=None) | Q(counted_at__isnull=False, result__isnull=False),
                name="what_is_counted_has_a_result",
            ),
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="ballots_newest")]

    def __str__(self) -> str:
        return self.question

    @property
    def stage(self) -> Stage | None:
        """Of its item's rules; None when they have no such stage any more."""
        return next((one for one in self.item.rules.stages if one.key == self.stage_key), None)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether its time is running, whether or not a worker has come by."""
        begun = self.opened_at is not None and self.opened_at <= moment
        return begun and not self.has_ended_at(moment)

    def has_ended_at(self, moment: datetime) -> bool:
        over = self.closes_at is not None and moment >= self.closes_at
        return self.opened_at is not None and (over or self.counted_at is not None)

    def state_at(self, moment: datetime) -> State:
        if self.opened_at is None:
            return State.DRAFT if self.approved_at is None else State.READY
        if self.counted_at is not None:
            return State.COUNTED
        return State.COUNTING if self.has_ended_at(moment) else State.RUNNING


class Option(models.Model):
    """Something that can be chosen; of a budget, a project with what it costs."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveIntegerField()
    # "for" or "against", where the answers are not written by anybody.
    code = models.CharField(max_length=8, blank=True)
    title = models.TextField(blank=True)
    description = models.TextField(blank=True)
    # The proposal it came from.
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.SET_NULL, related_name="options")
    cost = models.BigIntegerField(null=True)
    place = models.TextField(blank=True)
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # A picture, and the words of it for whoever does not see it.
    picture_key = models.UUIDField(null=True, unique=True)
    stored_as = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["ballot", "position"], name="options_of_a_ballot")]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "proposal"],
                condition=Q(proposal__isnull=False),
                name="each_proposal_once_on_a_ballot",
            ),
            models.CheckConstraint(
                condition=Q(stored_as="") | ~Q(alt=""), name="a_picture_says_what_it_shows"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.title or str(SIDES.get(self.code, ""))


class Voter(models.Model):
    """Who has voted; never what. One row for one person, whoever comes how often."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    # Entered by staff, in the person's presence.
    is_offline = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="one_vote_for_each_person")]


class Paper(models.Model):
    """What somebody chose; never who. `key` leads to it only for the server, and only until it is counted.

    `choices`: numbers of options; none on a blank paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="papers", db_index=False)
    key = models.CharField(max_length=64)
    choices = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "key"], name="one_paper_for_each_key")]


class AsidePaper(models.Model):
    """A paper whose voter was taken out of the count. It says of which ballot, and not by which decision: so a
    decision about one person tells nobody what they chose. It comes back by its key, until the ballot is counted.
    """

    id = models.UUIDField(primary_key=True)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    choices = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "key"], name="one_paper_aside_for_each_key")]


class CountLog(models.Model):
    """투표 기록: what stood on the papers of a counted ballot, in an order that was drawn; see papers_log.py.

    `lines` is the file that everybody may fetch, `digest` its SHA-256 in hexadecimal. The ledger holds the digest
    (civic/ledger/migrations/0004): neither changes after that without the hourly check naming it.
    """

    ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, related_name="log")
    lines = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class Box(models.Model):
    """The papers of a ballot box, counted by two people; until the second agrees they are not in the count."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="boxes")
    name = models.TextField()
    papers = models.PositiveIntegerField()
    blank = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    # {number of an option: votes}
    votes = models.JSONField(default=dict)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ballot", "name"], name="each_box_once")]
