"""Where staff see more of a person than everybody does. A closed vocabulary: the person and the reviewer read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    COUNTER = "counter", _("Confirming who somebody is")
    GATHERING = "gathering", _("The list of people of a gathering")
    DOOR = "door", _("The door of a gathering")
    DRAW = "draw", _("People drawn for a committee")
    LIMITS = "limits", _("Limits for accounts that seem to be abused")
    MODERATION = "moderation", _("Reports and decisions about texts")
    SHEET = "sheet", _("A sheet of paper")
    SCAN = "scan", _("The picture of a sheet of paper")
    FOLDING = "folding", _("Two entries on paper compared")
    KIOSK = "kiosk", _("Somebody who typed at a kiosk")
    LETTER = "letter", _("A letter with a code, printed")
    LETTERS = "letters", _("The list of letters with codes")
    REQUEST = "request", _("A request about somebody's data")
    AUTHORS = "authors", _("Names of people who wrote something")
    EVERYTHING = "everything", _("A copy of everything the institution has")


class How(models.TextChoices):
    SEEN = "seen", _("Seen on a page")
    TAKEN = "taken", _("Taken along as a file or on paper")
