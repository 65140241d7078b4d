"""Somebody who is quietly limited notices nothing, and nothing of theirs counts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.abuse.limiting import lift_quietly, limit_quietly
from civic.api.tokens import create_token
from civic.journeys.clock import recount
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support, withdraw_support
from civic.proposals.counting import exact_count
from civic.proposals.models import SetAside, Support
from civic.restraints.models import Restraint
from platform_core.access import Refused


def now():
    return timezone.now()


@pytest.fixture
def limited(make_citizen, administrator):
    person = make_citizen("김시민")
    limit_quietly(
        person=person, days=30, ground="repeated", reason="한 사람이 여러 계정", by=administrator, at=now()
    )
    return person


def as_anybody(response):
    """A page without what differs between any two people: tokens, marks against double posts."""
    text = response.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|nonce=")[^"]+', r"\1", text)
    text = re.sub(r"&quot;X-CSRFToken&quot;: &quot;[^&]+", "", text)
    return re.sub(r"hx-headers=\'[^\']+\'", "", text)


def what_they_see(visit, haneul, person, number):
    door = visit(haneul, as_=person)
    pressed = door.post(f"/proposals/{number}/support/", follow=True)
    again = door.post(f"/proposals/{number}/support/", HTTP_HX_REQUEST="true")
    pages = [door.get(path) for path in (f"/proposals/{number}/", "/me/supports/")]
    back = door.post(f"/proposals/{number}/support/withdrawal/", HTTP_HX_REQUEST="true")
    door.post(f"/proposals/{number}/support/")
    seen = [pressed, again, *pages, back]
    return [(one.status_code, dict(one.headers).keys(), as_anybody(one)) for one in seen]


def test_a_limited_actor_sees_no_difference(visit, haneul, make_proposal, make_citizen, limited):
    proposal = make_proposal(supports=3)
    theirs = what_they_see(visit, haneul, limited, proposal.pk)
    assert exact_count(proposal) == 3
    withdraw_support(proposal=proposal, citizen=limited)
    other = what_they_see(visit, haneul, make_citizen("김시민"), proposal.pk)
    assert exact_count(proposal) == 4
    for quiet, plain in zip(theirs, other, strict=True):
        assert quiet == plain


def test_nor_does_their_program(visit, haneul, make_proposal, make_citizen, limited):
    proposal = make_proposal(supports=3)
    said = []
    for person in (limited, make_citizen("김시민")):
        _token, key = create_token(user=person, name="열쇠")
        door = visit(haneul, HTTP_AUTHORIZATION=f"Token {key}")
        address = f"/api/v1/proposals/{proposal.pk}/"
        answers = [door.put(f"{address}support/"), door.put(f"{address}support/"), door.get(address)]
        said.append([(one.status_code, one.json()) for one in answers])
        door.delete(f"{address}support/")
    assert said[0] == said[1]


def test_what_was_supported_quietly_never_reaches_a_count(make_proposal, limited):
    proposal = make_proposal(supports=2)
    assert give_support(proposal=proposal, citizen=limited)
    assert not give_support(proposal=proposal, citizen=limited)
    count_and_settle(at=now())
    assert recount(at=now()) == 0
    assert not Support.objects.filter(citizen=limited).exists()
    assert SetAside.objects.get(citizen=limited).invalidation is None
    proposal.refresh_from_db()
    assert proposal.stat.support_count == 2


def test_it_ends_by_itself_and_can_be_taken_back_with_what_was_supported(
    make_proposal, limited, administrator
):
    proposal = make_proposal()
    give_support(proposal=proposal, citizen=limited)
    limit = Restraint.objects.get(person=limited)
    assert limit.reason and limit.by == administrator
    assert lift_quietly(restraint=limit, gives_back=True, reason="착오", by=administrator, at=now())
    assert not lift_quietly(restraint=limit, gives_back=True, reason="또", by=administrator, at=now())
    assert exact_count(proposal) == 1
    assert not SetAside.objects.exists()
    limit_quietly(
        person=limited,
        days=1,
        ground="repeated",
        reason="다시",
        by=administrator,
        at=now() - timedelta(days=2),
    )
    other = make_proposal()
    give_support(proposal=other, citizen=limited)
    assert exact_count(other) == 1


def test_only_administrators_limit_and_nobody_of_the_staff_is_limited(
    make_citizen, make_staff, administrator
):
    moderator = make_staff("moderator")
    words = {"days": 3, "ground": "repeated", "reason": "왜", "at": now()}
    for person, by, code in (
        (make_citizen(), moderator, "not_allowed"),
        (moderator, administrator, "is_staff"),
    ):
        with pytest.raises(Refused) as refusal:
            limit_quietly(person=person, by=by, **words)
        assert refusal.value.verdict.code == code
