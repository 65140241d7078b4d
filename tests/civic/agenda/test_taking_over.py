"""What came before the committee while nobody was there to take it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from civic.agenda.actions import end_seat
from civic.agenda.models import Candidate, Member
from civic.agenda.taking_over import left_behind, take_over
from civic.journeys.advance import decide
from civic.processes.kinds import Effect, Outcome
from civic.proposals.models import Proposal, ThresholdCrossing
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from tests.civic.agenda.conftest import seat


@pytest.fixture
def left(haneul, make_proposal):
    """Three from before the room: in the committee's stage, past the number, and refused after that."""
    now = timezone.now()
    stands, passed, refused = (make_proposal(title) for title in ("도서관", "놀이터", "주차장"))
    Proposal.objects.filter(pk=stands.pk).update(stage="committee")
    Proposal.objects.filter(pk=refused.pk).update(stage="closed", closed_as="refused", closed_at=now)
    for item in (passed, refused):
        ThresholdCrossing.objects.create(
            proposal=item, threshold="agenda", count=100, effects=[Effect.AGENDA_CANDIDATE], crossed_at=now
        )
    return stands, passed, refused


def candidates():
    return list(Candidate.objects.order_by("item").values_list("item_id", "came_by", "state"))


def test_the_first_who_takes_a_seat_finds_what_waits_and_nobody_takes_it_over_twice(
    left, committee, moderator, make_citizen
):
    stands, passed, _refused = left
    assert take_over(at=timezone.now()) == 0
    assert set(left_behind()) == {stands, passed}
    seat(committee, make_citizen(), moderator)
    announce_pending()
    found = [(stands.pk, "stage", "waiting"), (passed.pk, "threshold", "waiting")]
    assert candidates() == found
    assert not left_behind().exists()
    seat(committee, make_citizen(), moderator)
    announce_pending()
    assert candidates() == found


def test_a_moderator_decides_alone_only_while_nobody_sits(left, committee, moderator, make_citizen):
    stands, _passed, _refused = left
    with pytest.raises(Refused) as refusal:
        take_over(at=timezone.now(), by=moderator)
    assert refusal.value.verdict.code == "nobody_sits"
    seat(committee, make_citizen(), moderator)
    here = Proposal.objects.get(pk=stands.pk)
    with pytest.raises(Refused):
        decide(proposal=here, outcome=Outcome.REFUSED, reason="x", by=moderator, at=timezone.now())


def test_the_desk_lists_what_was_left_and_hands_it_over(
    left, committee, moderator, haneul, visit, make_citizen
):
    stands, passed, refused = left
    desk, address = visit(haneul, as_=moderator), reverse("desk:agenda_left")
    page = desk.get(address).content.decode()
    assert stands.title in page and passed.title in page and refused.title not in page
    assert "<button" not in page.partition('class="desk__main"')[2].partition("</main>")[0]  # nobody sits
    member = seat(committee, make_citizen(), moderator)
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(address).status_code == 200
    assert len(seen) <= 12
    desk.post(address)
    assert [state for _item, _came, state in candidates()] == ["waiting"] * 2
    end_seat(member=Member.objects.get(pk=member.pk), reason="x", by=moderator, at=timezone.now())
    assert desk.get(reverse("desk:agenda")).status_code == 200
