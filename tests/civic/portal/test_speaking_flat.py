"""Where the institution wants it flat, everybody speaks for themselves."""

import pytest
from django.utils import timezone

from civic.journeys.debating import terms_from
from civic.journeys.talking import choose_replies
from civic.people.models import Role
from civic.proposals.actions import write_comment
from civic.proposals.models import Comment
from platform_core.access import Refused
from tenants.context import institution_context
from tenants.queries import as_it_is_now


@pytest.fixture
def said(make_proposal, citizen):
    return write_comment(proposal=make_proposal(), author=citizen, body="먼저 한 말", at=timezone.now())


def test_an_administrator_wants_no_replies_and_takes_it_back(haneul, visit, make_staff, citizen, said):
    administrator = make_staff(Role.ADMINISTRATOR)
    desk, visitor = visit(haneul, as_=administrator), visit(haneul, as_=citizen)
    thread = f"/proposals/{said.proposal_id}/comments/{said.pk}/"
    asked = f'href="{thread}#write-comment"'
    assert asked in visitor.get(f"/proposals/{said.proposal_id}/").content.decode()
    visitor.post(thread, {"body": "그때 한 답"})
    assert desk.post("/desk/settings/replies/", {"replies": "no"})["Location"] == "/desk/settings/#replies"

    page = visitor.get(f"/proposals/{said.proposal_id}/").content.decode()
    assert asked not in page and "그때 한 답" in page
    assert 'id="write-comment"' in page and 'id="write-comment"' not in visitor.get(thread).content.decode()
    assert visitor.post(thread, {"body": "뒤늦은 답"}).status_code == 409
    assert not Comment.objects.filter(body="뒤늦은 답").exists()
    with institution_context(as_it_is_now(haneul)):
        assert terms_from(said.proposal, said.proposal.rules.stages[0]).takes_replies is False

    desk.post("/desk/settings/replies/", {"replies": "yes"})
    assert visitor.post(thread, {"body": "다시 한 답"}).status_code == 302


def test_nobody_else_decides_how_people_talk(haneul, make_staff):
    with pytest.raises(Refused):
        choose_replies(are_taken=False, by=make_staff(Role.MODERATOR), at=timezone.now())
