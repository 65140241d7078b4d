"""Somebody leaves the city's platform."""

from django.utils import timezone

from civic.journeys.comment import comment
from civic.journeys.support import give_support
from civic.proposals.actions import save_draft
from civic.proposals.models import Comment, Proposal, ProposalDraft, Support
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending


def leave(user, *, keep):
    withdraw_from(user=user, keep_writings=keep, at=timezone.now())
    announce_pending()


def test_what_one_wrote_stays_without_a_name(haneul, make_proposal, make_citizen):
    author = make_citizen("떠날 사람")
    proposal = make_proposal("남는 제안", author=author)
    save_draft(author=author, title="쓰다 만 것", body="", category=None, at=timezone.now())
    leave(author, keep=True)
    proposal.refresh_from_db()
    assert proposal.standing == "open" and "미끄럼틀" in proposal.body_html
    assert "떠날 사람" not in proposal.author.name
    assert not ProposalDraft.objects.exists()


def test_what_one_wrote_goes_when_one_asks(haneul, make_proposal, make_citizen):
    author, other = make_citizen("떠날 사람"), make_citizen("남는 사람")
    gathering = make_proposal("모으는 중", author=author)
    reviewed = make_proposal("검토 중", author=author, stage="reviewing")
    mine = comment(proposal=reviewed, citizen=author, body="내 말", at=timezone.now())
    comment(proposal=reviewed, citizen=other, body="남의 말", at=timezone.now())
    leave(author, keep=False)
    gathering.refresh_from_db()
    reviewed.refresh_from_db()
    assert (gathering.standing, gathering.closed_as) == ("withdrawn", "withdrawn")
    assert (reviewed.standing, reviewed.title, reviewed.body_html) == ("open", "검토 중", "")
    assert Comment.objects.get(pk=mine.pk).body == ""
    assert Comment.objects.filter(body="남의 말").exists()


def test_supports_given_stay_counted(haneul, make_proposal, make_citizen):
    proposal, supporter = make_proposal(), make_citizen()
    give_support(proposal=proposal, citizen=supporter)
    leave(supporter, keep=False)
    assert Support.objects.filter(proposal=proposal).count() == 1
    assert Proposal.objects.filter(pk=proposal.pk, standing="open").exists()
