"""Closed words of a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The sections of a report (guide A3-5), in the order in which they are read."""

    SUMMARY = "summary", _("In short")
    COURSE = "course", _("How it ran")
    NUMBERS = "numbers", _("What came out, in numbers")
    THEMES = "themes", _("What people spoke of")
    QUOTES = "quotes", _("In their own words")
    OFFLINE = "offline", _("On paper and face to face")
    ANSWER = "answer", _("What the department answers")
    HEAD = "head", _("What the head of the institution answers")
    NEXT = "next", _("What happens next")


# Without these it is no report: they cannot be left out.
NEEDED = frozenset({Part.COURSE, Part.NUMBERS})
