"""Limits begin and end by themselves: a burst waits, and nobody waits for sharing an address with many."""

from datetime import timedelta

import pytest

from civic.abuse.braking import Most, _in_force, brake, may_go_on, set_limit
from civic.abuse.models import Scope, Stop, Trace
from civic.journeys.comment import comment
from civic.journeys.support import give_support
from civic.notifications.models import Notification
from civic.processes.kinds import Deed
from civic.proposals.counting import exact_count
from platform_core.access import Refused
from platform_core.access.sources import source_key, whence
from platform_core.events.actions import announce_pending
from tests.civic.abuse.test_invalidating import now
from tests.fixtures.people import new_citizen


def here():
    """Keys are the institution's own: asked inside it."""
    return whence("100.64.0.1")


def traces(count, *, person=None, address="100.64.0.1", ago=timedelta(minutes=2), people=()):
    of = [one.pk for one in people] or [person.pk]
    came = whence(address)
    Trace.objects.bulk_create(
        Trace(
            deed=Deed.SUPPORT, item=1, person=of[number % len(of)], at=now() - ago,
            source=came.source, network=came.network,
        )
        for number in range(count)
    )  # fmt: skip


def test_five_hundred_new_people_on_one_address_do_not_wait(haneul, make_proposal):
    """CGNAT, on the day of the campaign: each of them has joined today and does three things in ten minutes."""
    people = [new_citizen("이웃") for _number in range(30)]
    traces(1_500, people=people)
    assert [one for one in brake(at=now()) if not one.only_told] == []
    proposal = make_proposal()
    for one in people:
        assert give_support(proposal=proposal, citizen=one, whence=here())
    assert exact_count(proposal) == 30


def test_too_much_from_new_accounts_waits_and_it_ends_by_itself(
    haneul, make_proposal, make_staff, administrator
):
    set_limit(scope=Scope.SOURCE, most=Most(20, 0, 30), by=administrator, at=now())
    new = new_citizen("오늘 온 사람")
    old = new_citizen("오래된 사람", joined_at=now() - timedelta(days=9))
    traces(21, person=new)
    traces(50, person=old)
    begun = brake(at=now())
    assert [(one.scope, one.key, one.counted) for one in begun if not one.only_told] == [
        (Scope.SOURCE, source_key("100.64.0.1"), 21)
    ]
    assert brake(at=now()) == [], "it is begun once, and told once"
    proposal = make_proposal()
    with pytest.raises(Refused) as refusal:
        give_support(proposal=proposal, citizen=new, whence=here())
    assert refusal.value.verdict.code == "too_many_at_once"
    with pytest.raises(Refused):
        comment(proposal=proposal, citizen=new, body="좋은 생각입니다.", at=now(), whence=here())
    assert give_support(proposal=proposal, citizen=new, whence=whence("203.0.113.9"))
    assert give_support(proposal=proposal, citizen=old, whence=here())
    announce_pending()
    assert Notification.objects.filter(user=administrator, data__event="abuse.stop.begun").count() == 1
    Stop.objects.update(begins_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1))
    _in_force.forget_here()
    assert may_go_on(new, here()).allowed


def test_one_account_that_does_too_much_waits_however_old_it_is(haneul, make_proposal):
    eager = new_citizen("바쁜 사람", joined_at=now() - timedelta(days=400))
    traces(61, person=eager)
    brake(at=now())
    with pytest.raises(Refused):
        give_support(proposal=make_proposal(), citizen=eager)
    assert may_go_on(new_citizen("다른 사람"), here()).allowed


def test_an_administrator_sees_it_lifts_it_and_sets_other_numbers(haneul, visit, administrator, make_staff):
    stop = Stop.objects.create(
        scope=Scope.NETWORK, key=here().network, counted=99, most=50, begins_at=now(), ends_at=now() + timedelta(hours=1)
    )  # fmt: skip
    new = new_citizen("오늘 온 사람")
    assert not may_go_on(new, here()).allowed
    door = visit(haneul, as_=administrator)
    assert here().network in door.get("/desk/abuse/stops/").content.decode()
    sent = {"scope": "network", "burst": "0", "sustained": "-1", "minutes": "10"}
    assert door.post("/desk/abuse/stops/", sent).status_code == 422
    assert door.post("/desk/abuse/stops/", {**sent, "sustained": "0"}).status_code == 302
    assert visit(haneul, as_=make_staff("moderator")).post("/desk/abuse/stops/", sent).status_code == 403
    assert door.post(f"/desk/abuse/stops/{stop.pk}/lifting/").status_code == 302
    assert may_go_on(new, here()).allowed
    traces(60_000 // 100, person=new)
    assert not [one for one in brake(at=now()) if one.scope == Scope.NETWORK and not one.only_told]
