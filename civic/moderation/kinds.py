"""What can be reported, why, and what comes of it: closed vocabularies."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.processes.kinds import Deed


class Kind(models.TextChoices):
    """What somebody wrote."""

    PROPOSAL = "proposal", _("Proposal")
    COMMENT = "comment", pgettext_lazy("kind of text", "Comment")
    OPINION = "opinion", _("Opinion in a debate")


# With which deed each is written.
DEED_OF = {Kind.PROPOSAL: Deed.PROPOSE, Kind.COMMENT: Deed.COMMENT, Kind.OPINION: Deed.VOTE}


class Ground(models.TextChoices):
    """Why something is reported, and why it is decided so: the same list for citizens and staff."""

    ABUSE = "abuse", _("Insults or threats")
    HATE = "hate", _("Contempt for a group of people")
    DEFAMATION = "defamation", _("Damages somebody’s name")
    PRIVACY = "privacy", _("Somebody’s personal data")
    ADVERTISING = "advertising", _("Advertising or spam")
    OBSCENE = "obscene", _("Obscene or violent")
    ILLEGAL = "illegal", _("Breaks a law, or somebody’s rights")
    REPEATED = "repeated", _("The same thing again and again")
    FALSE = "false", _("Pretends to be somebody else, or made up")
    OFF_TOPIC = "off_topic", _("Does not belong here")
    OTHER = "other", _("Something else")


class Cause(models.TextChoices):
    """Why something lies in the queue."""

    REPORTED = "reported", _("Reported")
    SIGNAL = "signal", _("Noticed by a rule")
    READ_FIRST = "read_first", _("Read before it is shown")
    AGAIN = "again", _("Handed in again by its author")
    STAFF = "staff", _("Found by staff")


class Signal(models.TextChoices):
    """What a rule noticed."""

    WORD = "word", _("a word from the list")
    LINK = "link", _("a link from the list")
    NEW_ACCOUNT = "new_account", _("a new account")
    REPEATED = "repeated", _("the same text again")
    REPORTS = "reports", _("several reports")


class Act(models.TextChoices):
    """조치: what staff decide."""

    KEEP = "keep", _("Nothing is wrong with it")
    HIDE = "hide", _("Hide")
    TAKEDOWN = "takedown", _("Take down because a law asks for it")
    RETURN = "return", _("Return to its author, to be changed")
    WARN = "warn", _("Warn its author")
    RESTRICT = "restrict", _("Restrict its author for a time")
    SHOW = "show", pgettext_lazy("decision", "Show again")


# After these nobody but author and staff reads it.
HIDING = frozenset({Act.HIDE, Act.TAKEDOWN, Act.RETURN})
# These are told to the author, who may object.
AGAINST_THE_AUTHOR = HIDING | {Act.WARN, Act.RESTRICT}


class AppealState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    UPHELD = "upheld", _("The decision stands")
    OVERTURNED = "overturned", _("The decision was taken back")


class Reading(models.TextChoices):
    """When staff read what is written with a deed."""

    AFTER = "after", _("After it is shown")
    SIGNALS = "signals", _("Before it is shown, where a rule noticed something")
    ALWAYS = "always", _("Always before it is shown")


class Listed(models.TextChoices):
    WORD = "word", _("Word")
    LINK = "link", _("Link")


# A case that somebody took is theirs for so long, then anybody may go on with it.
CLAIMED_FOR = timedelta(minutes=30)
# So long after a decision its author may object.
APPEAL_WITHIN = timedelta(days=30)
# Reports of one person in any 24 hours.
MOST_REPORTS = 50
# Deeds that can be taken from somebody for a time.
RESTRAINABLE = (Deed.PROPOSE, Deed.COMMENT, Deed.SUPPORT, Deed.DISLIKE, Deed.VOTE)
LONGEST_RESTRAINT_DAYS = 365
