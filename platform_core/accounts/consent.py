"""What a person agreed to when they joined: written down as an event, with the version they saw."""

from datetime import datetime

from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.events.actions import record

# The day the platform's own wording last changed. An institution with its own wording sets
# settings["terms_version"] and settings["privacy_version"].
PLATFORM_VERSION = "2026-11-22"
CONSENT_GIVEN = "accounts.consent.given"


def versions_in_force() -> dict[str, str]:
    """The versions of the terms and of the privacy notice that hold here today."""
    own = getattr(institution_here(), "settings", None) or {}
    return {name: str(own.get(f"{name}_version", PLATFORM_VERSION)) for name in ("terms", "privacy")}


def record_consent(*, user: User, at: datetime) -> None:
    """To the terms, to the privacy notice, and that they are fourteen or older (개인정보 보호법 제22조의2)."""
    record(CONSENT_GIVEN, user, at=at, actor=user, **versions_in_force(), fourteen_or_older=True)
