"""An institution that buys, operators who look after it, and a clock that is told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from billing.carrying_out import carry_out
from billing.models import Plan, Subscription
from billing.ordering import Asked, place_order
from billing.plans import current_version
from tenants.context import public
from tenants.queries import forget_hosts
from tests.fixtures.people import new_citizen

# Ten in the morning in Seoul.
NOON = datetime(2026, 3, 2, 1, tzinfo=UTC)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def version_of(code: str):
    with public():
        return current_version(Plan.objects.get(code=code))


def order(institution, kind="subscribe", plan="city", *, key=None, at=NOON, by=None, **asked):
    """Ordered and, where the gateway answers, carried out."""
    version = asked.pop("version", None) or (version_of(plan) if plan else None)
    placed = place_order(
        institution=institution,
        kind=kind,
        key=key or uuid4().hex,
        asked=Asked(version_id=version.pk if version else None, **asked),
        at=at,
        by=by,
    )
    carry_out(order=placed, at=at)
    return placed


def held_by(institution) -> Subscription:
    with public():
        return Subscription.objects.select_related("version__plan", "next_version__plan", "institution").get(
            institution=institution
        )


@pytest.fixture
def operators(db):
    """Two: what moves money takes both."""
    with public():
        return tuple(
            new_citizen(name, email=f"{key}@platform.example")
            for key, name in (("one", "하나"), ("two", "두리"))
        )


@pytest.fixture
def books(operators):
    """Both operators, let in with their second factor."""
    with public():
        for one in operators:
            TOTP.activate(one, generate_totp_secret())
    return operators


def fresh(institution):
    """As the next request finds it: nothing is committed here, so nobody is told to forget."""
    forget_hosts()
    with public():
        institution.refresh_from_db()
    return institution
