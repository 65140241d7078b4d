"""Closed words of a ballot's life."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """How people vote (guide C2.11)."""

    FOR_AGAINST = "for_against", _("For or against")
    ONE = "one", _("One of several")
    SEVERAL = "several", _("Several of several")
    BUDGET = "budget", _("Projects within a sum of money")


# Where there is one question and two answers, they are not written by anybody.
FOR, AGAINST = "for", "against"
SIDES = {
    FOR: pgettext_lazy("on a ballot paper", "For"),
    AGAINST: pgettext_lazy("on a ballot paper", "Against"),
}


class State(models.TextChoices):
    """Where it stands. `COUNTING`: the time is over, and the papers from the boxes are still counted."""

    DRAFT = "draft", pgettext_lazy("state of a ballot", "Being drafted")
    READY = "ready", pgettext_lazy("state of a ballot", "Ready to open")
    RUNNING = "running", pgettext_lazy("state of a ballot", "Open")
    COUNTING = "counting", pgettext_lazy("state of a ballot", "Being counted")
    COUNTED = "counted", pgettext_lazy("state of a ballot", "Counted")


class Ties(models.TextChoices):
    """Which of two projects with the same number of votes comes first. Published with the ballot."""

    CHEAPER = (
        "cheaper",
        _("The one that costs less comes first; else the one that stands first on the ballot."),
    )
    ORDER = "order", _("The one that stands first on the ballot comes first.")


MOST_OPTIONS = 200
# Letters of a title, a description, a place.
LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE = 100, 1_000, 100
# What projects may cost, and how many papers a box may hold: whole numbers.
MOST_MONEY, MOST_PAPERS = 10**15, 10_000_000
