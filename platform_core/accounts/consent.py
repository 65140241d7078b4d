"""What a person agreed to when they joined: written down as an event, with the version they saw."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from platform_core.access.place import in_public, institution_here
from platform_core.accounts.models import User
from platform_core.events.actions import record

# The day the platform's own wording last changed. An institution with its own wording publishes it as a page
# (settings.OWN_VERSIONS); settings["terms_version"] and settings["privacy_version"] name what is published elsewhere.
PLATFORM_VERSION = "2026-11-23"
CONSENT_GIVEN = "accounts.consent.given"


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
