"""Neighbours talk below a proposal: the rules are asked of what is true now, not of what a page showed."""

import pytest
from django.utils import timezone

from civic.journeys.comment import comment, delete_comment, edit_comment, support_comment
from civic.journeys.moderate import hide_comment, hide_proposal
from civic.proposals.models import Comment, Proposal, ProposalStat
from platform_core.access import Refused


def code_of(refusal):
    return refusal.value.verdict.code


def test_nobody_comments_on_what_was_hidden_while_they_wrote(propose, moderator, citizen):
    proposal = propose()
    hide_proposal(proposal=Proposal.objects.get(), reason="광고", by=moderator, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        comment(proposal=proposal, citizen=citizen, body="좋아요.", at=timezone.now())
    assert code_of(refusal) == "proposal_hidden"
    assert ProposalStat.objects.get().comment_count == 0


def test_what_its_author_removed_in_one_window_cannot_be_rewritten_in_another(propose, citizen):
    proposal = propose()
    seen = comment(proposal=proposal, citizen=citizen, body="내 번호는 …", at=timezone.now())
    delete_comment(comment=Comment.objects.get(), citizen=citizen, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        edit_comment(comment=seen, citizen=citizen, body="내 번호는 …", at=timezone.now())
    assert code_of(refusal) == "comment_gone"
    assert Comment.objects.get().body == ""


def test_nobody_replies_to_or_supports_what_was_hidden_meanwhile(propose, moderator, citizen):
    proposal = propose()
    seen = comment(proposal=proposal, citizen=citizen, body="욕설", at=timezone.now())
    hide_comment(comment=Comment.objects.get(), reason="욕설", by=moderator, at=timezone.now())
    for verb in (
        lambda: comment(proposal=proposal, citizen=moderator, body="왜요?", at=timezone.now(), parent=seen),
        lambda: support_comment(comment=seen, citizen=moderator, at=timezone.now()),
    ):
        with pytest.raises(Refused) as refusal:
            verb()
        assert code_of(refusal) == "comment_gone"
    assert ProposalStat.objects.get().comment_count == 0


def test_a_reply_stands_below_its_own_proposal_only(propose, citizen):
    here, there = propose(), propose()
    elsewhere = comment(proposal=there, citizen=citizen, body="저기", at=timezone.now())
    with pytest.raises(ValueError, match="does not stand below"):
        comment(proposal=here, citizen=citizen, body="여기", at=timezone.now(), parent=elsewhere)
