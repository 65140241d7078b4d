"""How something comes before the committee: one row for each, whichever way it came."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.agenda.candidates import put_forward
from civic.agenda.models import Candidate, Evidence, EvidenceKind
from civic.agenda.researching import Found, add_evidence, similar_offered, take_over_similar
from civic.agenda.rules import sees_materials
from civic.journeys.merge import merge_proposals, undo_merger
from civic.journeys.settle import settle
from civic.processes.kinds import Effect
from civic.proposals.models import ThresholdCrossing
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event


def arrivals() -> list[tuple[int, str, str]]:
    return list(Candidate.objects.order_by("pk").values_list("item_id", "came_by", "state"))


def agenda_number(proposal) -> int:
    return next(
        gate.count for gate in proposal.rules.gates.values() if Effect.AGENDA_CANDIDATE in gate.effects
    )


@pytest.fixture
def reached(make_proposal):
    """It reached the number of the agenda."""

    def make(title="달빛 도서관"):
        proposal = make_proposal(title)
        settle(proposal=proposal, count=agenda_number(proposal), at=timezone.now())
        return proposal

    return make


def test_what_reaches_the_number_is_a_candidate_once(haneul, reached):
    proposal = reached()
    announce_pending()
    crossing = ThresholdCrossing.objects.filter(
        proposal=proposal, effects__contains=[Effect.AGENDA_CANDIDATE]
    )
    assert crossing.exists()
    assert arrivals() == [(proposal.pk, "threshold", "waiting")]
    Event.objects.filter(kind="proposals.threshold.crossed").update(announced_at=None)
    from platform_core.events.models import Hearing

    Hearing.objects.all().delete()
    announce_pending()
    assert arrivals() == [(proposal.pk, "threshold", "waiting")]


def test_what_is_put_forward_by_hand_says_why(haneul, make_proposal, moderator):
    proposal = make_proposal()
    with pytest.raises(Refused) as refusal:
        put_forward(item=proposal, reason=" ", by=moderator, at=timezone.now())
    assert refusal.value.verdict.code == "reason_needed"
    put_forward(item=proposal, reason="시의성이 있습니다", by=moderator, at=timezone.now())
    with pytest.raises(Refused) as again:
        put_forward(item=proposal, reason="또", by=moderator, at=timezone.now())
    assert again.value.verdict.code == "candidate_already"


def test_joined_duplicates_arrive_as_one(haneul, make_proposal, moderator):
    kept, merged = make_proposal("밤에도 여는 도서관"), make_proposal("도서관을 밤에도")
    put_forward(item=merged, reason="x", by=moderator, at=timezone.now())
    merge_proposals(kept=kept, merged=merged, reason="같은 제안", by=moderator, at=timezone.now())
    announce_pending()
    assert sorted(arrivals()) == sorted([(merged.pk, "hand", "joined"), (kept.pk, "merger", "waiting")])


def test_what_is_parted_again_waits_as_before(haneul, make_proposal, moderator):
    kept, merged, own = (
        make_proposal("밤에도 여는 도서관"),
        make_proposal("도서관을 밤에도"),
        make_proposal("야간 도서관"),
    )
    now, mergers = timezone.now(), []
    for one in (merged, own):
        put_forward(item=one, reason="x", by=moderator, at=now)
        mergers.append(merge_proposals(kept=kept, merged=one, reason="같은 제안", by=moderator, at=now))
    assert [state for _item, _came, state in arrivals()] == ["joined", "waiting", "joined"]
    undo_merger(merger=mergers[0], reason="다른 제안", by=moderator, at=now)
    assert sorted(arrivals()) == sorted(
        [(kept.pk, "merger", "waiting"), (merged.pk, "hand", "waiting"), (own.pk, "hand", "joined")]
    )
    undo_merger(merger=mergers[1], reason="다른 제안", by=moderator, at=now)
    assert (kept.pk, "merger", "gone") in arrivals()
    assert (own.pk, "hand", "waiting") in arrivals()


def test_what_its_author_withdraws_is_no_candidate_any_more(haneul, make_proposal, moderator):
    from civic.proposals.actions import withdraw_proposal

    proposal = make_proposal()
    put_forward(item=proposal, reason="x", by=moderator, at=timezone.now())
    withdraw_proposal(proposal=proposal, at=timezone.now())
    announce_pending()
    assert arrivals() == [(proposal.pk, "hand", "gone")]


def test_press_is_read_with_care_and_a_position_has_its_department(haneul, make_proposal, moderator):
    candidate = put_forward(item=make_proposal(), reason="x", by=moderator, at=timezone.now())
    plain = {"title": "기사", "body": "본문", "author": "하늘일보", "dated_on": timezone.localdate()}
    for kind, code in (
        (EvidenceKind.PRESS, "caution_needed"),
        (EvidenceKind.DEPARTMENT, "department_needed"),
    ):
        with pytest.raises(Refused) as refusal:
            add_evidence(
                candidate=candidate, found=Found(kind=kind, **plain), by=moderator, at=timezone.now()
            )
        assert refusal.value.verdict.code == code
    careful = Found(kind=EvidenceKind.PRESS, caution="시청의 해명이 뒤따랐습니다", is_contrary=True, **plain)
    assert add_evidence(candidate=candidate, found=careful, by=moderator, at=timezone.now()).pk


def test_similar_proposals_are_offered_until_they_stand_on_the_sheet(haneul, make_proposal, moderator):
    now = timezone.now()
    candidate = put_forward(item=make_proposal("놀이터 그늘막 설치"), reason="x", by=moderator, at=now)
    other = make_proposal("어린이 놀이터에 그늘막 설치")
    assert [one.number for one in similar_offered(candidate, at=now)] == [other.pk]
    take_over_similar(candidate=candidate, item=other, by=moderator, at=now)
    assert similar_offered(candidate, at=now) == []
    assert Evidence.objects.get().similar == other


def test_research_is_public_when_a_meetings_materials_are(on_the_agenda, members, make_citizen, moderator):
    from civic.agenda.actions import release_materials

    item, now = on_the_agenda(there=members), timezone.now()
    person = make_citizen()
    assert not sees_materials(person, item.candidate, now)
    assert sees_materials(members[0].user, item.candidate, now)
    assert sees_materials(moderator, item.candidate, now)
    release_materials(meeting=item.meeting, by=moderator, at=now)
    assert sees_materials(person, item.candidate, now)
    assert not sees_materials(person, item.candidate, now - timedelta(minutes=1))
