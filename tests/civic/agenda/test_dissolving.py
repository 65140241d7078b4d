"""A committee comes to its end: in public, and with nothing lost that waits for it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.agenda.actions import call_meeting
from civic.agenda.candidates import put_forward
from civic.agenda.dissolving import dissolve_committee
from civic.agenda.models import Candidate, Committee, Meeting, Member
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.agenda.conftest import a_committee, seat, vote_on

WHY = "임기가 끝났습니다."


def dissolve(committee, by, successor=None, reason=WHY):
    return dissolve_committee(
        committee=committee, reason=reason, successor=successor, by=by, at=timezone.now()
    )


def test_what_stood_on_its_agenda_waits_for_the_committee_that_follows(
    committee, members, moderator, on_the_agenda, make_proposal, haneul, visit, make_citizen
):
    following = a_committee(moderator, name="2027 의제선정단")
    item, other = on_the_agenda(there=members), make_proposal("다른 제안")
    waiting = put_forward(item=other, reason="시의성", by=moderator, at=timezone.now())
    assert dissolve(committee, moderator, following)
    assert not dissolve(committee, moderator, following)
    candidate = item.candidate
    candidate.refresh_from_db()
    waiting.refresh_from_db()
    assert (candidate.state, candidate.handed_from, candidate.handed_to) == ("waiting", committee, following)
    assert waiting.handed_at is None  # any committee may take it: nothing changed for it
    assert Meeting.objects.get().cancelled_reason == WHY
    assert not Member.objects.filter(committee=committee, left_on=None).exists()
    assert Event.objects.filter(kind="agenda.candidate.handed_on").count() == 1
    for name, pk in (("portal:agenda_committee", committee.pk), ("portal:agenda_candidate", candidate.pk)):
        page = visit(haneul).get(reverse(name, args=[pk])).content.decode()
        assert WHY in page and following.name in page
    with pytest.raises(Refused) as refusal:
        seat(committee, make_citizen(), moderator)
    assert refusal.value.verdict.code == "committee_dissolved"


def test_the_last_one_leaves_everything_to_the_moderators(
    committee, members, moderator, make_proposal, haneul, visit
):
    waiting = put_forward(item=make_proposal(), reason="시의성", by=moderator, at=timezone.now())
    desk = visit(haneul, as_=moderator)
    address = reverse("desk:agenda_committee_end", args=[committee.pk])
    assert desk.post(address, {"reason": " "}).status_code == 422
    assert desk.post(address, {"reason": WHY}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.handed_from, waiting.handed_to) == ("waiting", committee, None)
    assert WHY in desk.get(reverse("desk:agenda_candidate", args=[waiting.pk])).content.decode()
    assert Committee.objects.get().dissolved_at is not None


def test_nothing_the_members_voted_on_is_lost(committee, members, moderator, on_the_agenda):
    item = on_the_agenda(there=members)
    vote_on(item, dict.fromkeys(members, "in_favour"), moderator)
    with pytest.raises(Refused) as refusal:
        dissolve(committee, moderator)
    assert refusal.value.verdict.code == "not_concluded"


@pytest.mark.parametrize("case", ["no_reason", "itself", "dissolved", "citizen"])
def test_who_may_not_dissolve_what(committee, moderator, make_citizen, case):
    other = a_committee(moderator, name="다른 위원회")
    dissolve(other, moderator)
    call_meeting(
        committee=committee,
        title="x",
        starts_at=timezone.now() + timedelta(1),
        by=moderator,
        at=timezone.now(),
    )
    given = {
        "no_reason": (moderator, None, " "),
        "itself": (moderator, committee, WHY),
        "dissolved": (moderator, other, WHY),
        "citizen": (make_citizen(), None, WHY),
    }[case]
    with pytest.raises(Refused) as refusal:
        dissolve(committee, *given)
    codes = {"no_reason": "reason_needed", "itself": "same_committee", "dissolved": "committee_dissolved"}
    assert refusal.value.verdict.code == codes.get(case, "not_allowed")
    assert not Candidate.objects.exclude(handed_at=None).exists()
    assert Meeting.objects.get().cancelled_at is None
