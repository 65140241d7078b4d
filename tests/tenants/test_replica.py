"""Strangers' pages are read from a replica, in the right house; whoever wrote reads what they wrote.

The replica is a second connection to the same server, which only reads: it shows who is asked, and never lags.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import InternalError, OperationalError, connections, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.categories.models import Category
from platform_core.access.lagging import lagging
from platform_core.accounts.models import User
from tenants.context import institution_context, public
from tenants.models import Institution
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.removal import remove_everything
from tenants.provisioning.run import open_institution
from tenants.replica import health
from tenants.replica.middleware import ReplicaMiddleware
from tests.fixtures.institutions import a_free_host
from tests.fixtures.people import new_citizen
from tests.fixtures.proposing import new_proposal

PAGE = "/proposals/1/"


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker) -> Iterator[Institution]:
    """Committed: inside a transaction nobody is sent to a replica."""
    order = InstitutionOrder(
        name="새별구",
        host=a_free_host(),
        administrator_email="a@fresh.example",
        process_preset="small_county",
    )
    with django_db_blocker.unblock():
        institution = open_institution(order=order, at=timezone.now())
        try:
            with institution_context(institution):
                new_proposal(author=new_citizen("한시민"))
                yield institution
        finally:
            remove_everything(institution)


@pytest.fixture
def replica(monkeypatch, house) -> Iterator[Any]:
    said = dict(connections.settings["default"])
    options = {**said["OPTIONS"], "options": "-c default_transaction_read_only=on"}
    differently = {"ENGINE": "tenants.replica.backend", "OPTIONS": options, "CONN_MAX_AGE": 0}
    monkeypatch.setitem(connections.settings, "replica", {**said, **differently})
    monkeypatch.setattr(health, "LOOK_EVERY_SECONDS", 3_600.0)
    health.forget()
    yield connections["replica"]
    connections["replica"].close()
    del connections["replica"]
    health.forget()


@pytest.fixture
def asked(replica) -> Callable[..., int]:
    def asked(do: Callable[[], Any]) -> int:
        """How many questions the replica was asked meanwhile."""
        health.may_be_asked()
        with CaptureQueriesContext(replica) as questions:
            do()
        return len(questions)

    return asked


def test_a_reading_that_may_lag_stands_in_the_same_house_and_writes_nothing(house, standing, replica):
    for one_of_them in (house, standing.bada, house):
        with institution_context(one_of_them), lagging():
            here = sorted(Category.objects.values_list("name", flat=True))
            one = Category.objects.order_by("pk")[0]
            assert one._state.db == "replica"
        with institution_context(one_of_them):
            assert sorted(Category.objects.values_list("name", flat=True)) == here
    with public(), lagging():
        assert Institution.objects.filter(pk=house.pk).exists()
    with institution_context(house), lagging():
        # What was read there is written here; and inside a transaction everything is as it is now.
        one.name = "다른 이름"
        one.save()
        with transaction.atomic():
            assert Category.objects.get(pk=one.pk)._state.db == "default"
        assert Category.objects.get(pk=one.pk).name == "다른 이름"
        with pytest.raises((InternalError, OperationalError)), replica.cursor() as cursor:
            cursor.execute("DELETE FROM categories_category")


def test_a_stranger_reads_the_replica_until_something_is_sent(house, visit, asked):
    stranger = visit(house)
    assert asked(lambda: stranger.get(PAGE)) > 0
    stranger.post("/display/", {"language": "en"})
    assert settings.WROTE_COOKIE_NAME in stranger.cookies
    assert stranger.cookies[settings.WROTE_COOKIE_NAME]["max-age"] == settings.REPLICA_AFTER_WRITING
    assert asked(lambda: stranger.get(PAGE)) == 0
    assert asked(lambda: visit(house).get("/api/v1/proposals/", headers={"Authorization": "Api-Key x"})) == 0
    with institution_context(house):
        citizen = User.objects.get(name="한시민")
    assert asked(lambda: visit(house, as_=citizen).get(PAGE)) == 0
    assert asked(lambda: visit(house).get(PAGE)) > 0


def test_a_replica_that_is_away_or_far_behind_is_not_asked_and_nobody_notices(
    house, visit, replica, asked, monkeypatch
):
    stranger = visit(house)
    with monkeypatch.context() as patch:
        patch.setattr(health, "BEHIND", "SELECT 3600::float8")
        assert asked(lambda: stranger.get(PAGE)) == 0
    health.forget()
    assert health.may_be_asked()
    # It goes away between one look and the next: the page is read once more, from the first.
    monkeypatch.setattr(type(replica), "_cursor", gone)
    assert stranger.get(PAGE).status_code == 200
    assert not health.may_be_asked()


def test_a_page_that_is_busy_itself_sends_nobody_away_from_the_replica(house, replica, asked, rf):
    times: list[int] = []

    def drawing(request: Any) -> HttpResponse:
        times.append(1)
        return HttpResponse(status=503)

    request = rf.get(PAGE)
    request.tenant = house
    asked(lambda: ReplicaMiddleware(drawing)(request))
    assert len(times) == 1
    assert health.may_be_asked()


def gone(self: Any, name: Any = None) -> Any:
    raise OperationalError("the connection is closed")


def test_without_a_replica_nothing_is_different(haneul, visit):
    assert "replica" not in connections.settings or os.environ.get("REPLICA_DATABASE_URL")
    answer = visit(haneul).post("/display/", {"language": "en"})
    assert settings.WROTE_COOKIE_NAME not in answer.cookies
