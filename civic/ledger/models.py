"""참여 원장: what was said, as commitments that nobody can change afterwards without it being seen.

Entries are written by triggers on the tables of supports and votes (migrations 0002 and 0003), in the transaction of the deed, whichever
way it came. See decision 0019.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    SUPPORT = "support", pgettext_lazy("what was given", "Support")
    DISLIKE = "dislike", _("Disagreement")
    INVALIDATED = "invalidated", _("Taken out of the count")
    CARRIED = "carried", _("Support carried along into a joined proposal")
    OPINION = "opinion", _("Support of an opinion")
    COMMENT = "comment", _("Support of a comment")
    VOTE = "vote", pgettext_lazy("what was entered", "Took part in a vote")
    OPINION_OUT = "opinion_out", _("Support of an opinion, taken out of the count")
    COMMENT_OUT = "comment_out", _("Support of a comment, taken out of the count")
    VOTE_OUT = "vote_out", _("A vote, taken out of the count")
    COUNT = "count", _("What stood on the papers of a vote")


class Entry(models.Model):
    """Something was said (step 1) or is not said any longer (step -1). Never changes: a trigger refuses.

    Nobody's is the kind COUNT: its commitment is of the digest of a file that everybody may fetch.

    `item` is the row number of the proposal, the merger, the opinion, the comment or the ballot. `counts` is false of what lies aside. The
    commitment is of both, each with a salt of its own, so that a receipt opens the deed without telling whether a
    quiet limit keeps it from counting: ledger_commitment() in migration 0002.
    """

    kind = models.CharField(max_length=12)
    item = models.BigIntegerField()
    step = models.SmallIntegerField()
    counts = models.BooleanField()
    at = models.DateTimeField()
    commitment = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(step__in=(-1, 1)), name="an_entry_is_one_step")]


class Opening(models.Model):
    """Whose entry it is, and the salts. Destroyed when the person is erased: the entry then leads to nobody.

    Without foreign keys: one is written with every support.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    person = models.BigIntegerField()
    deed_salt = models.BinaryField()
    effect_salt = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="openings_of_a_person")]


class Takeover(models.Model):
    """Rows of `source` up to number `upto` were there before the ledger; those up to `last` are entered."""

    source = models.TextField(unique=True)
    upto = models.BigIntegerField()
    last = models.BigIntegerField()


class Tile(models.Model):
    """256 hashes of the tree side by side, of leaves (level 0) or of full tiles below. Only ever grows."""

    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="each_tile_once")]


class Checkpoint(models.Model):
    """The tree's first `size` entries, up to row number `last_entry`, signed. Never changes: a trigger refuses.

    `note` is what is published: text, empty line, signature (see signing.py).
    """

    size = models.BigIntegerField(unique=True)
    last_entry = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Check(models.Model):
    """One run of the hourly check. `findings`: sentences naming entries; none when everything agrees."""

    at = models.DateTimeField()
    entries = models.BigIntegerField()
    checkpoints = models.BigIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
