"""Closed vocabularies of gatherings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What kind of gathering it is (guide A2, A3-4)."""

    WORKSHOP = "workshop", _("Workshop")
    OUTREACH = "outreach", _("Proposals on the road")
    FORUM = "forum", _("Open forum")
    HEARING = "hearing", _("Public hearing")
    TALK = "talk", _("Round table")


class Access(models.TextChoices):
    """Facts somebody needs before they can decide to come."""

    STEP_FREE = "step_free", _("Step-free entrance")
    LIFT = "lift", _("Lift")
    TOILET = "toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    SIGN_LANGUAGE = "sign_language", _("Sign language interpreting")
    CAPTIONS = "captions", _("Live captions")
    GUIDE_DOGS = "guide_dogs", _("Guide dogs welcome")
    PARKING = "parking", _("Accessible parking")
    CHILDCARE = "childcare", _("Childcare")
    COMPANION = "companion", _("A companion may come along")


class State(models.TextChoices):
    """Where a sign-up stands.

    A place is held by those who go and those who are offered one; nobody else holds any.
    """

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    GOING = "going", _("Has a place")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Has been offered a place")
    LAPSED = "lapsed", _("Let the offer pass")
    CANCELLED = "cancelled", _("Cancelled")


HOLDING = (State.GOING, State.OFFERED)
# Who must be told when something changes, and of whom there is one for each person.
ALIVE = (State.GOING, State.OFFERED, State.WAITING)


class How(models.TextChoices):
    """How somebody came onto the list."""

    ONLINE = "online", pgettext_lazy("how somebody signed up", "Online")
    PHONE = "phone", pgettext_lazy("how somebody signed up", "By phone, entered by staff")
    WALK_IN = "walk_in", pgettext_lazy("how somebody signed up", "Came without signing up")
