"""What a person agreed to when they joined: written down as an event, with the version they saw."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from platform_core.access.place import in_public, institution_here
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.events.models import Event

# The day the platform's own wording last changed. An institution with its own wording publishes it as a page
# (settings.OWN_VERSIONS); settings["terms_version"] and settings["privacy_version"] name what is published elsewhere.
PLATFORM_VERSION = "2026-11-23"
CONSENT_GIVEN = "accounts.consent.given"
PURPOSES = ("terms", "privacy")


def versions_in_force(at: datetime) -> dict[str, str]:
    """The versions of the terms and of the privacy notice that hold here at that moment."""
    told = getattr(institution_here(), "settings", None) or {}
    elsewhere = {name: str(told.get(f"{name}_version", PLATFORM_VERSION)) for name in ("terms", "privacy")}
    if in_public():
        return elsewhere
    own: Callable[[datetime], dict[str, str]] = import_string(settings.OWN_VERSIONS)
    return elsewhere | own(at)


def record_consent(*, user: User, at: datetime) -> None:
    """To the terms, to the privacy notice, and that they are fourteen or older (개인정보 보호법 제22조의2)."""
    record(CONSENT_GIVEN, user, at=at, actor=user, **versions_in_force(at), fourteen_or_older=True)


@dataclass(frozen=True, slots=True)
class Consent:
    """One person, one purpose, one version. All that are asked for here are needed to take part."""

    purpose: str
    version: str
    given_at: datetime
    is_required: bool = True


def _given(user: User) -> "models.QuerySet[Event]":
    return Event.objects.filter(
        subject_type=user._meta.label_lower, subject_id=user.pk, kind=CONSENT_GIVEN
    ).order_by("-pk")


def agreed_versions(user: User) -> dict[str, str]:
    """The versions agreed to last; empty for whoever was never asked, such as staff who were invited."""
    said = _given(user).values_list("data", flat=True).first() or {}
    return {name: str(said[name]) for name in PURPOSES if name in said}


def agree_again(*, user: User, names: list[str], at: datetime) -> dict[str, str]:
    """The words in force, of those named; the others stay as they were agreed to. Returns what holds from now on."""
    now = versions_in_force(at)
    holds = agreed_versions(user) | {name: now[name] for name in names}
    record(CONSENT_GIVEN, user, at=at, actor=user, **holds, asked_again=names)
    return holds


def consents_of(user: User, *, most: int = 50) -> list[Consent]:
    """Newest first: each purpose with the version and the moment."""
    return [
        Consent(name, str(event.data[name]), event.at)
        for event in _given(user)[:most]
        for name in PURPOSES
        if name in event.data and name in event.data.get("asked_again", PURPOSES)
    ]
