"""Accounts that nobody opens any more: their people are told, and if they stay away the account ends."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from civic.people.models import StaffRole
from civic.privacy.models import DormantWarning, Kind
from civic.privacy.register import note_destroyed
from civic.privacy.schedules import DORMANT_AFTER, WARNED_BEFORE
from platform_core.access import Refused
from platform_core.access.place import institution_here
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import SignedIn, User
from platform_core.events.actions import record
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_name

WARNED = "privacy.account.warned"
LAPSED = "privacy.account.lapsed"
PORTION = 200


def dormant(*, since: datetime) -> QuerySet[User]:
    """Citizens who have not logged in since then. Staff are looked after by their institution."""
    works_here = StaffRole.objects.filter(user=OuterRef("pk"))
    came = SignedIn.objects.filter(user=OuterRef("pk"), begun_at__gte=since)
    return (
        User.objects.filter(is_active=True, withdrawn_at=None)
        .annotate(last_here=Coalesce("last_login", "joined_at"))
        .filter(~Exists(works_here), ~Exists(came), last_here__lt=since)
    )


@transaction.atomic
def warn_dormant(*, at: datetime, most: int = PORTION) -> int:
    """A letter to each, once; returns to how many. Whoever came back since an earlier letter is let be."""
    DormantWarning.objects.filter(Q(user__last_login__gte=F("warned_at"))).delete()
    told = DormantWarning.objects.filter(user=OuterRef("pk"))
    people = dormant(since=at - DORMANT_AFTER + WARNED_BEFORE).filter(~Exists(told)).order_by("pk")[:most]
    new = [person for person in people if _warn(person, at)]
    return len(new)


def _warn(person: User, at: datetime) -> bool:
    _row, is_new = DormantWarning.objects.get_or_create(user=person, defaults={"warned_at": at})
    if is_new:
        _write(person, at)
        record(WARNED, person, at=at)
    return is_new


def _write(person: User, at: datetime) -> None:
    language = person.language or getattr(institution_here(), "default_language", settings.LANGUAGE_CODE)
    with translation.override(language):
        queue_letter(
            to=person.email,
            user=person,
            subject=_("Your account at %(sender)s will end") % {"sender": sender_name()},
            body=_(
                "You have not logged in for a long time. On %(day)s we erase your address and name here, as the"
                " table of how long things are kept says. What you wrote stays, without your name. If you want to"
                " keep the account, just log in once before that day."
            )
            % {"day": date_format(localdate(at + WARNED_BEFORE), "DATE_FORMAT")},
            action_label=_("Log in"),
            action_url=home_address("/sign-in/"),
            language=language,
            dedupe_key=f"dormant-{person.pk}-{localdate(at)}",
        )


def erase_dormant(*, at: datetime, most: int = PORTION) -> int:
    """Who was warned in time and did not come; returns how many. Each in a transaction of its own."""
    due = DormantWarning.objects.filter(warned_at__lte=at - WARNED_BEFORE).order_by("warned_at", "pk")
    numbers = list(due.values_list("user_id", flat=True)[:most])
    return sum(_erase(number, at) for number in numbers)


@transaction.atomic
def _erase(number: int, at: datetime) -> bool:
    warning = DormantWarning.objects.select_for_update().filter(user_id=number).first()
    if warning is None:
        return False
    person = dormant(since=warning.warned_at).filter(pk=number).first()
    warning.delete()
    if person is None:
        return False
    try:
        with transaction.atomic():
            gone = withdraw_from(user=person, keep_writings=True, at=at)
    except Refused:
        return False
    if gone:
        record(LAPSED, person, at=at)
        note_destroyed(Kind.ACCOUNTS, 1, before=at - DORMANT_AFTER, at=at)
    return gone
