"""What was joined is named beside the other only to whom it may be shown."""

import pytest
from django.utils import timezone

from civic.journeys.merge import merge_proposals
from civic.processes.actions import publish_rules
from civic.processes.kinds import Visibility
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.actions import hide_proposal
from civic.proposals.models import Proposal

TITLE = "홍길동 과장을 고발합니다"


@pytest.fixture
def kept(haneul, make_proposal):
    document = preset("small_library").document | {"merging": True}
    publish_rules(process=Process.objects.get(), document=document, reason="병합", by=None, at=timezone.now())
    return make_proposal("횡단보도 신호를 길게")


@pytest.fixture
def joined(kept, make_proposal, moderator):
    one = make_proposal(TITLE, supports=1)
    merge_proposals(kept=kept, merged=one, reason="같은 제안입니다.", by=moderator, at=timezone.now())
    return one


def page(visit, haneul, proposal, **who):
    return visit(haneul, **who).get(f"/proposals/{proposal.pk}/").content.decode()


def test_what_everybody_can_see_is_named(haneul, visit, kept, joined):
    assert TITLE in page(visit, haneul, kept)


def test_what_was_hidden_since_is_named_to_staff_alone(haneul, visit, kept, joined, moderator):
    hide_proposal(proposal=joined, reason="명예 훼손", by=moderator, at=timezone.now())
    assert TITLE not in page(visit, haneul, kept)
    assert TITLE in page(visit, haneul, kept, as_=moderator)


def test_what_is_found_by_its_address_alone_is_named_on_no_public_page(haneul, visit, kept, joined):
    Proposal.objects.filter(pk=joined.pk).update(visibility=Visibility.BY_LINK)
    assert TITLE not in page(visit, haneul, kept)


def test_where_it_went_is_not_named_once_that_is_hidden(haneul, visit, kept, joined, moderator):
    assert kept.title in page(visit, haneul, joined)
    hide_proposal(proposal=kept, reason="명예 훼손", by=moderator, at=timezone.now())
    assert kept.title not in page(visit, haneul, joined)
