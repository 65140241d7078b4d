"""A moderator hides what breaks the rules, with a reason its author reads, and shows it again."""

import pytest
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys import moderate
from civic.journeys.comment import comment as write_comment
from civic.notifications.models import Notification
from civic.proposals.models import ProposalStat, Standing
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event


def comments_counted(proposal):
    return ProposalStat.objects.get(proposal=proposal).comment_count


def test_a_hidden_proposal_keeps_the_reason_and_who_hid_it(propose, moderator):
    proposal = propose()
    assert moderate.hide_proposal(proposal=proposal, reason="광고입니다.", by=moderator, at=timezone.now())
    proposal.refresh_from_db()
    assert (proposal.standing, proposal.standing_reason) == (Standing.HIDDEN, "광고입니다.")
    event = Event.objects.get(kind="proposals.proposal.hidden")
    assert (event.actor, event.data["reason"]) == (moderator, "광고입니다.")


def test_its_author_is_told_why(propose, moderator, make_citizen):
    author = make_citizen()
    proposal = propose(author=author)
    moderate.hide_proposal(proposal=proposal, reason="광고입니다.", by=moderator, at=timezone.now())
    announce_pending()
    told = Notification.objects.get(user=author, kind="moderated")
    assert told.data["reason"] == "광고입니다."


def test_hiding_twice_happens_once(propose, moderator):
    proposal = propose()
    moderate.hide_proposal(proposal=proposal, reason="하나", by=moderator, at=timezone.now())
    assert not moderate.hide_proposal(proposal=proposal, reason="둘", by=moderator, at=timezone.now())
    proposal.refresh_from_db()
    assert proposal.standing_reason == "하나"


def test_a_threshold_reached_before_hiding_takes_effect_when_it_is_shown(propose, moderator):
    proposal = propose()
    moderate.hide_proposal(proposal=proposal, reason="확인 중", by=moderator, at=timezone.now())
    ProposalStat.objects.filter(proposal=proposal).update(support_count=50)
    assert not AnswerRequest.objects.exists()
    assert moderate.show_proposal(proposal=proposal, by=moderator, at=timezone.now())
    assert AnswerRequest.objects.get().proposal == proposal


def test_a_hidden_comment_is_not_counted_until_it_is_shown(propose, moderator, citizen):
    proposal = propose()
    comment = write_comment(proposal=proposal, citizen=citizen, body="욕설", at=timezone.now())
    assert moderate.hide_comment(comment=comment, reason="욕설입니다.", by=moderator, at=timezone.now())
    assert not moderate.hide_comment(comment=comment, reason="또", by=moderator, at=timezone.now())
    assert comments_counted(proposal) == 0
    assert moderate.show_comment(comment=comment, by=moderator, at=timezone.now())
    assert comments_counted(proposal) == 1


def test_a_respondent_hides_nothing(propose, respondent, citizen):
    proposal = propose()
    comment = write_comment(proposal=proposal, citizen=citizen, body="의견", at=timezone.now())
    for deed in (
        lambda: moderate.hide_proposal(proposal=proposal, reason="왜", by=respondent, at=timezone.now()),
        lambda: moderate.show_proposal(proposal=proposal, by=respondent, at=timezone.now()),
        lambda: moderate.hide_comment(comment=comment, reason="왜", by=respondent, at=timezone.now()),
        lambda: moderate.show_comment(comment=comment, by=respondent, at=timezone.now()),
    ):
        with pytest.raises(Refused):
            deed()


def test_a_moderator_classifies_and_it_is_recorded(propose, moderator, category):
    proposal = propose()
    moderate.classify(proposal=proposal, category=category, by=moderator, at=timezone.now())
    proposal.refresh_from_db()
    assert proposal.category == category
    assert Event.objects.get(kind="proposals.proposal.classified").actor == moderator
