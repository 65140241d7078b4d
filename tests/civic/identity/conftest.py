"""Services that answer on a port of their own, and an institution that has entered them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from civic.identity.models import Kind, Provider, Purpose
from civic.identity.providing import enter_provider
from platform_core.accounts.models import User
from platform_core.web import asking
from tests.civic.identity.services import CLIENT, SECRET, Service, open_service
from tests.fixtures.people import new_staff

Enter = Callable[..., Provider]


@pytest.fixture(autouse=True)
def nothing_counted_yet(settings: Any) -> None:
    """Limits and descriptions are kept in the cache, which no transaction rolls back."""
    settings.PRIVATE_PROVIDERS = True
    cache.clear()


@pytest.fixture(scope="session")
def _two_services() -> Iterator[list[Service]]:
    opened = [open_service() for _number in range(2)]
    yield [service for service, _server in opened]
    for service, server in opened:
        service.held.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def services(_two_services: list[Service], monkeypatch: pytest.MonkeyPatch) -> list[Service]:
    """Two, honest, and with nobody known to them yet."""
    monkeypatch.setattr(asking, "SECONDS", asking.SECONDS)
    for service in _two_services:
        fresh = Service(address=service.address)
        service.__dict__.update({**fresh.__dict__, "held": service.held})
    return _two_services


@pytest.fixture
def service(services: list[Service]) -> Service:
    return services[0]


@pytest.fixture
def administrator(haneul: object) -> User:
    return new_staff()


@pytest.fixture
def enter(administrator: User) -> Enter:
    """`enter(service, key="tree")`: an open service of 하늘시, of OpenID Connect unless said otherwise."""

    def entered(
        service: Service,
        *,
        key: str = "tree",
        kind: Kind = Kind.OIDC,
        purpose: Purpose = Purpose.SIGN_IN,
        secret: str = SECRET,
        by: User | None = None,
        **values: Any,
    ) -> Provider:
        return enter_provider(
            key=key,
            kind=kind,
            purpose=purpose,
            secret=secret,
            values={
                "name": "나무",
                "issuer": service.address,
                "client_id": CLIENT,
                "is_open": True,
                **values,
            },
            by=by or administrator,
            at=now(),
        )

    return entered
