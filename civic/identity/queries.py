"""Reads for doors: which services there are, and who came with one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from civic.identity.models import Kind, Provider, Purpose, WayIn
from platform_core.accounts.models import User
from tenants.context import in_public


def providers() -> QuerySet[Provider]:
    """All that were entered, with `people`: how many come in with each."""
    return Provider.objects.annotate(people=Count("ways_in")).order_by("position", "pk")


def open_providers(*purposes: Purpose) -> QuerySet[Provider]:
    return Provider.objects.filter(purpose__in=purposes, is_open=True).order_by("position", "pk")


def open_ways() -> list[Provider]:
    """Beside the password on the sign-in page: citizens' first, staff's after."""
    if in_public():
        return []
    found = list(open_providers(Purpose.SIGN_IN, Purpose.STAFF))
    return sorted(found, key=lambda one: (one.purpose == Purpose.STAFF, one.position, one.pk))


def identity_providers() -> list[Provider]:
    return list(open_providers(Purpose.IDENTITY))


def way_of(provider: Provider, subject: str) -> WayIn | None:
    """The account that this one leads to; of somebody who left there is none."""
    return (
        WayIn.objects.filter(
            provider=provider, subject=subject, user__is_active=True, user__withdrawn_at=None
        )
        .select_related("user")
        .first()
    )


def ways_of(person: User) -> list[WayIn]:
    return list(WayIn.objects.filter(user=person).select_related("provider"))


def comes_by_service(person: Any) -> bool:
    """Whether a service vouches for an account of theirs: the level “a social account”."""
    return WayIn.objects.filter(user_id=person.pk, provider__purpose=Purpose.SIGN_IN).exists()


def speaks_oidc(kinds: Iterable[str]) -> bool:
    return any(kind not in (Kind.NAVER, Kind.PORTONE) for kind in kinds)
