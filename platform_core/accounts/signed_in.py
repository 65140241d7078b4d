"""Where somebody is logged in: one row for each session, so that a lost phone can be logged out by itself.

Kept are the day, and the browser and system in words. Neither an address on the network nor where it was.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.accounts.models import SignedIn, User
from platform_core.events.actions import record

SESSION_ENDED = "accounts.session.ended"
# In this order: Edge calls itself Chrome too, and Chrome Safari.
BROWSERS = (
    ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"), ("KAKAOTALK", "KakaoTalk"), ("Edg", "Edge"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Device:
    """For the page: `words` such as “Chrome, Android”."""

    pk: int
    words: str
    begun_at: datetime
    is_this: bool


def note_sign_in(request: HttpRequest, user: User) -> None:
    """After a log-in, when the session has its new key."""
    if request.session.session_key is None:
        request.session.save()
    SignedIn.objects.get_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "begun_at": timezone.now(), "device": device_in_words(request)},
    )


def devices_of(request: HttpRequest, user: User) -> list[Device]:
    """Newest first. The session at hand is among them, and those that are over are forgotten."""
    note_sign_in(request, user)
    rows = list(SignedIn.objects.filter(user=user).order_by("-begun_at", "-pk"))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    over = [row.pk for row in rows if row.session_key not in alive]
    if over:
        SignedIn.objects.filter(pk__in=over).delete()
    here = request.session.session_key
    return [
        Device(row.pk, row.device or _("Unknown device"), row.begun_at, row.session_key == here)
        for row in rows
        if row.session_key in alive
    ][:MOST_SHOWN]


@transaction.atomic
def end_session(*, user: User, pk: int, at: datetime) -> bool:
    """That device is logged out. False for one that is over, or somebody else's."""
    row = SignedIn.objects.select_for_update().filter(pk=pk, user=user).first()
    if row is None:
        return False
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    record(SESSION_ENDED, user, at=at, actor=user)
    return True


def forget_sessions_of(user: User) -> None:
    """Also what waits in them: something typed may be there for two hours (keep.py)."""
    mine = SignedIn.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(mine.values_list("session_key", flat=True))).delete()
    mine.delete()


def device_in_words(request: HttpRequest) -> str:
    said = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    return ", ".join(word for word in (browser, system) if word)
