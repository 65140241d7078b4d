"""Many ask for the same: proposals are joined, and each supporter decides whether the support goes along."""

import pytest
from django.utils import timezone

from civic.journeys.merge import carry_support, merge_proposals, undo_merger
from civic.people.models import Role
from civic.processes.actions import publish_rules
from civic.processes.kinds import Counter
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.counting import exact_count
from civic.proposals.merging import may_carry, may_merge, merger_of, mergers_into
from civic.proposals.models import Ending, Merger, Proposal, Support
from civic.proposals.tallies import tally_of
from platform_core.access import Refused
from platform_core.events.models import Event

pytestmark = pytest.mark.usefixtures("joining")
WHY = "같은 횡단보도에 대한 제안입니다."


@pytest.fixture
def joining(haneul):
    """Rules that let similar proposals be joined, and three of which are enough for the agenda."""
    document = preset("small_library").document | {"merging": True}
    gates = [{"key": "many", "when": {"counter": "similar", "at_least": 2}, "effects": ["agenda_candidate"]}]
    stages = [{**document["stages"][0], "gates": gates}, *document["stages"][1:]]
    publish_rules(
        process=Process.objects.get(),
        document=document | {"stages": stages},
        reason="병합",
        by=None,
        at=timezone.now(),
    )


@pytest.fixture
def moderator(haneul, make_staff):
    return make_staff(Role.MODERATOR)


@pytest.fixture
def kept(make_proposal):
    return make_proposal("횡단보도 신호를 길게")


@pytest.fixture
def similar(make_proposal):
    return make_proposal("건널목 신호 연장", supports=3)


def joined(kept, similar, moderator) -> Merger:
    merger = merge_proposals(kept=kept, merged=similar, reason=WHY, by=moderator, at=timezone.now())
    assert merger is not None
    return merger


def test_the_joined_one_is_closed_leads_to_the_other_and_says_why(kept, similar, moderator):
    joined(kept, similar, moderator)
    closed = Proposal.objects.get(pk=similar.pk)
    assert (closed.closed_as, closed.closing_reason) == (Ending.MERGED, WHY)
    assert merger_of(closed).kept == kept
    assert [one.merged_id for one in mergers_into(kept)] == [similar.pk]


def test_no_support_goes_along_unasked(kept, similar, moderator):
    joined(kept, similar, moderator)
    assert exact_count(kept) == 0


def test_a_support_goes_along_when_its_giver_says_so_and_only_once(kept, similar, moderator):
    merger = joined(kept, similar, moderator)
    supporter = Support.objects.filter(proposal=similar).first().citizen
    for expected in (True, False):
        assert carry_support(merger=merger, citizen=supporter, at=timezone.now()) is expected
    assert exact_count(kept) == 1


def test_whoever_supports_both_is_one_person(kept, similar, moderator):
    supporter = Support.objects.filter(proposal=similar).first().citizen
    Support.objects.create(proposal=kept, citizen=supporter, given_at=timezone.now())
    merger = joined(kept, similar, moderator)
    assert carry_support(merger=merger, citizen=supporter, at=timezone.now()) is False
    assert Support.objects.filter(proposal=kept, citizen=supporter).count() == 1


def test_who_had_not_supported_it_has_nothing_to_take_along(kept, similar, moderator, citizen):
    merger = joined(kept, similar, moderator)
    assert may_carry(citizen, merger).code == "no_support"
    with pytest.raises(Refused):
        carry_support(merger=merger, citizen=citizen, at=timezone.now())


def test_a_second_moderator_changes_nothing(kept, similar, moderator):
    joined(kept, similar, moderator)
    again = merge_proposals(kept=kept, merged=similar, reason=WHY, by=moderator, at=timezone.now())
    assert again is None
    assert Event.objects.filter(kind="proposals.proposal.merged").count() == 1


def test_that_many_ask_for_the_same_may_open_a_gate(kept, similar, moderator, make_proposal):
    joined(kept, similar, moderator)
    assert tally_of(kept).of(Counter.SIMILAR) == 1
    joined(kept, make_proposal("신호가 너무 짧아요"), moderator)
    assert list(kept.crossings.values_list("threshold", flat=True)) == ["many"]


def test_it_can_be_undone_until_somebody_has_taken_a_support_along(kept, similar, moderator):
    merger = joined(kept, similar, moderator)
    for expected in (True, False):
        done = undo_merger(merger=merger, reason="다른 곳입니다.", by=moderator, at=timezone.now())
        assert done is expected
    again = Proposal.objects.get(pk=similar.pk)
    assert (again.stage, again.closed_as, again.closes_at) == ("gathering", "", similar.closes_at)
    merger = joined(kept, again, moderator)
    supporter = Support.objects.filter(proposal=similar).first().citizen
    carry_support(merger=merger, citizen=supporter, at=timezone.now())
    with pytest.raises(Refused) as refused:
        undo_merger(merger=merger, reason="늦었습니다.", by=moderator, at=timezone.now())
    assert refused.value.verdict.code == "supports_carried"


def test_neither_a_chain_nor_a_circle(kept, similar, moderator, make_proposal):
    joined(kept, similar, moderator)
    third = make_proposal("셋째")
    at = timezone.now()
    assert may_merge(moderator, third, kept, at).code == "has_merged"
    assert may_merge(moderator, third, Proposal.objects.get(pk=similar.pk), at).code == "stage_closed"
    assert may_merge(moderator, kept, kept, at).code == "same_proposal"


def test_only_moderators_join(kept, similar, citizen, make_staff):
    at = timezone.now()
    for person in (citizen, kept.author):
        assert may_merge(person, kept, similar, at).code == "not_allowed"


def test_where_the_rules_know_no_joining_nothing_is_joined(haneul, moderator, make_proposal):
    publish_rules(
        process=Process.objects.get(),
        document=preset("seoul_2020").document | {"merging": False},
        reason="되돌림",
        by=None,
        at=timezone.now(),
    )
    one, other = make_proposal("하나"), make_proposal("둘")
    assert may_merge(moderator, one, other, timezone.now()).code == "not_offered"
