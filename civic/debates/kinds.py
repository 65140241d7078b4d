"""Closed words of a debate's life."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where it stands. From the end on it waits, visibly, for its closing summary."""

    PREPARING = "preparing", _("Being prepared")
    RUNNING = "running", pgettext_lazy("state of a debate", "Open")
    ENDED = "ended", _("Waiting for its closing summary")
    CONCLUDED = "concluded", _("Concluded")


class Sort(models.TextChoices):
    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    SUPPORTED = "supported", _("Most supported")
    # One of each side by turns.
    BALANCED = "balanced", _("Side by side")


# Opinions and replies, in characters.
LONGEST_OPINION = 1_000
