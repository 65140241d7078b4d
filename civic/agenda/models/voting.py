"""최초 투표와 최종 투표, both secret.

Who has voted (`HasVoted`) and what was voted (`Ballot`) are two tables that share nothing: no person, no
time, no order, no number on a ballot. Whenever somebody votes, the whole urn is emptied, shuffled and filled
again in one transaction (voting.py), so that even the database's own bookkeeping of rows says nothing about
which ballot came last.

What this does not hide, and no software on the institution's own machine could: whoever copies the database
between two votes sees which count went up; whoever reads the server's logs sees when a member's page sent
something; a unanimous vote tells how everybody voted. Where that is not enough, vote on paper: two people
count, and only totals are entered.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.agenda.models.committee import Member
from civic.agenda.models.meetings import AgendaItem


class Round(models.TextChoices):
    FIRST = "first", _("First vote")
    FINAL = "final", _("Final vote")


class Way(models.TextChoices):
    HERE = "here", _("On the members' own pages")
    PAPER = "paper", _("On paper")


class Choice(models.TextChoices):
    IN_FAVOUR = "in_favour", _("For")
    AGAINST = "against", _("Against")
    ABSTAINED = "abstained", _("I abstain")


class Vote(models.Model):
    """One round about one agenda item. The numbers are written when it is closed, and never shown before."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="votes", db_index=False)
    round = models.CharField(max_length=6, choices=Round.choices)
    way = models.CharField(max_length=6, choices=Way.choices)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Without those who declared a conflict of interest.
    members = models.PositiveSmallIntegerField(null=True)
    present = models.PositiveSmallIntegerField(null=True)
    in_favour = models.PositiveSmallIntegerField(null=True)
    against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "round"], name="each_round_once_for_an_item"),
            models.CheckConstraint(
                condition=Q(closed_at=None, present=None, in_favour=None, against=None, abstained=None)
                | Q(
                    closed_at__isnull=False,
                    present__isnull=False,
                    in_favour__isnull=False,
                    against__isnull=False,
                    abstained__isnull=False,
                ),
                name="a_vote_is_counted_when_it_is_closed",
            ),
        ]


class HasVoted(models.Model):
    """That a member has voted, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="voters", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "member"], name="a_member_votes_once")]


class Ballot(models.Model):
    """A choice in an urn. Its number is random and changes with every vote that is cast."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice.choices)


class PaperCount(models.Model):
    """What one of two people counted. When both counted the same, the vote is closed with it."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="paper_counts", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    in_favour = models.PositiveSmallIntegerField()
    against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vote", "by"], name="each_counts_the_papers_once")]
