"""Supports are taken out by conditions: counted first, in portions, with a public reason, and brought back."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.abuse.figures import by_age, networks, sources, whole
from civic.abuse.invalidating import begin, carry_on, count_first, undo
from civic.abuse.models import Invalidation, State, Touched, Trace
from civic.abuse.noting import forget_traces
from civic.abuse.previewing import effects
from civic.abuse.selecting import Conditions
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support, withdraw_support
from civic.proposals.counting import exact_count, find_differences
from civic.proposals.models import Said, SetAside, Support, ThresholdCrossing
from platform_core.access import Refused
from platform_core.access.sources import network_key, source_key


def now():
    return timezone.now()


def run(row, most=2):
    while carry_on(pk=row.pk, at=now(), most=most):
        pass
    row.refresh_from_db()


@pytest.fixture
def burst(make_proposal, crowd):
    """Ten old accounts from home, seven of today from one network."""
    proposal = make_proposal()
    return proposal, crowd(proposal, 10), crowd(proposal, 7, address="198.51.100.9", days=0)


def by_network(said=Said.SUPPORT):
    return {
        "said": said,
        "asked": Conditions(networks=(network_key("198.51.100.200"),)),
        "reason": "한 곳에서",
    }


def test_it_is_counted_first_and_nothing_else_is_touched(burst, administrator):
    proposal, home, _burst = burst
    row = count_first(**by_network(), by=administrator, at=now())
    assert (row.expected, row.state, exact_count(proposal)) == (7, State.COUNTED, 17)
    assert begin(invalidation=row, by=administrator, at=now())
    assert not begin(invalidation=row, by=administrator, at=now())
    run(row)
    assert (row.state, row.done, exact_count(proposal)) == (State.DONE, 7, 10)
    assert set(Support.objects.values_list("citizen", flat=True)) == {one.pk for one in home}
    assert SetAside.objects.filter(invalidation=row.pk).count() == 7
    count_and_settle(at=now())
    assert find_differences() == []


def test_a_killed_worker_goes_on_and_two_do_nothing_twice(burst, administrator):
    proposal, *_people = burst
    row = count_first(**by_network(), by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    assert carry_on(pk=row.pk, at=now(), most=3)
    # Of those left, one takes it back and one was given after the counting.
    left = Support.objects.filter(citizen__in=[one.pk for one in burst[2]]).order_by("pk").last()
    withdraw_support(proposal=proposal, citizen=left.citizen)
    run(row)
    assert (row.done, exact_count(proposal)) == (6, 10)
    assert not carry_on(pk=row.pk, at=now())


def test_what_was_given_after_it_was_counted_stays(burst, crowd, administrator):
    proposal, *_people = burst
    row = count_first(**by_network(), by=administrator, at=now())
    crowd(proposal, 2, address="198.51.100.9")
    begin(invalidation=row, by=administrator, at=now())
    run(row)
    assert exact_count(proposal) == 12


def test_undone_everything_is_as_it_was(burst, administrator):
    proposal, *_people = burst
    before = set(Support.objects.values_list("citizen", "given_at", "verified"))
    row = count_first(**by_network(), by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    carry_on(pk=row.pk, at=now(), most=3)
    # Cancelled in the middle, or undone when it is done: the same.
    assert undo(invalidation=row, reason="착오", by=administrator, at=now())
    run(row)
    assert (row.state, row.done, exact_count(proposal)) == (State.UNDONE, 0, 17)
    assert set(Support.objects.values_list("citizen", "given_at", "verified")) == before
    assert not SetAside.objects.exists()
    count_and_settle(at=now())
    assert find_differences() == []


def test_whose_support_was_taken_out_cannot_give_another(burst, administrator):
    proposal, _home, people = burst
    row = count_first(**by_network(), by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    run(row)
    assert not give_support(proposal=proposal, citizen=people[0])
    assert exact_count(proposal) == 10


def test_what_would_fall_below_a_gate_is_said_before_and_what_was_passed_stays_passed(
    make_proposal, crowd, administrator
):
    proposal = make_proposal()
    goal = proposal.rules.first_threshold
    make = {"supports": goal.count - 1}
    proposal = make_proposal(**make)
    crowd(proposal, 3, address="198.51.100.9")
    asked = Conditions(sources=(source_key("198.51.100.9"),))
    [effect] = effects(Said.SUPPORT, asked, now())
    assert (effect.now, effect.after) == (goal.count + 2, goal.count - 1)
    assert (effect.falls_below, effect.stays) == ((goal.count,), ())
    count_and_settle(at=now())
    assert ThresholdCrossing.objects.filter(proposal=proposal).exists()
    [effect] = effects(Said.SUPPORT, asked, now())
    assert (effect.falls_below, effect.stays) == ((), (goal.count,))
    row = count_first(said=Said.SUPPORT, asked=asked, reason="같은 곳", by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    run(row)
    assert Touched.objects.get(invalidation=row).short_of == [goal.key]
    assert ThresholdCrossing.objects.filter(proposal=proposal).exists()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (lambda p, people: Conditions(items=(p.pk,), younger_than_hours=48), 7),
        (lambda p, people: Conditions(items=(p.pk,), verified=False), 17),
        (lambda p, people: Conditions(items=(p.pk,), verified=True), 0),
        (lambda p, people: Conditions(people=(people[0].pk, people[1].pk)), 2),
        (lambda p, people: Conditions(items=(p.pk,), until=now() - timedelta(hours=1)), 0),
        (lambda p, people: Conditions(items=(p.pk + 1,)), 0),
    ],
)
def test_each_condition_means_what_it_says(burst, administrator, asked, expected):
    proposal, home, _new = burst
    row = count_first(
        said=Said.SUPPORT, asked=asked(proposal, home), reason="확인", by=administrator, at=now()
    )
    assert row.expected == expected


def test_not_everybody_at_once_and_only_by_administrators(burst, administrator, make_staff):
    with pytest.raises(Refused) as wide:
        count_first(said=Said.SUPPORT, asked=Conditions(), reason="모두", by=administrator, at=now())
    with pytest.raises(Refused) as other:
        count_first(**by_network(), by=make_staff("moderator"), at=now())
    assert (wide.value.verdict.code, other.value.verdict.code) == ("too_wide", "not_allowed")
    assert not Invalidation.objects.exists()


def test_five_hundred_people_on_one_address_are_counted_and_not_blocked(visit, haneul, make_proposal):
    """CGNAT: twenty of them by default, `CGNAT=500` for all; what would stop the 500th counts from the first."""
    from tests.fixtures.people import new_citizen

    proposal = make_proposal()
    many = int(os.environ.get("CGNAT", "20"))
    for _number in range(many):
        door = visit(haneul, as_=new_citizen("이웃"), REMOTE_ADDR="100.64.0.1")
        assert door.post(f"/proposals/{proposal.pk}/support/").status_code == 302
    assert exact_count(proposal) == many
    [one] = sources(now())
    assert (one.burst, one.people, one.is_trending) == (many, many, True)
    assert whole(now()).sources == len(networks(now())) == 1
    assert sum(burst for _band, burst, _sustained in by_age(now())) == many


def test_addresses_are_never_kept_and_their_marks_not_long(burst, haneul, bada):
    from tenants.context import institution_context

    assert not Trace.objects.filter(source__contains="198.51").exists()
    here = source_key("198.51.100.9")
    assert source_key("198.51.100.10") != here and network_key("198.51.100.10") == network_key("198.51.100.9")
    assert source_key("2001:db8::1") == source_key("2001:db8::2") != source_key("2001:db8:1::1")
    with institution_context(bada):
        assert source_key("198.51.100.9") != here
    assert forget_traces(at=now()) == 0
    assert forget_traces(at=now() + timedelta(days=31)) == 17
    assert not Trace.objects.exists()
