"""Somebody leaves the city's platform."""

from django.utils import timezone

from civic.journeys import farewell
from civic.journeys.comment import comment, delete_comment
from civic.journeys.moderate import hide_comment, show_comment
from civic.journeys.propose import withdraw
from civic.journeys.support import give_support
from civic.notifications.letters import headline
from civic.notifications.models import Notification
from civic.people.models import Role
from civic.proposals.actions import save_draft
from civic.proposals.models import Comment, Proposal, ProposalDraft, ProposalStat, Support
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event


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


def test_what_a_moderator_had_hidden_and_what_was_withdrawn_before_goes_too(
    haneul, make_proposal, make_citizen, make_staff
):
    author, moderator = make_citizen("떠날 사람"), make_staff(Role.MODERATOR)
    withdrawn = make_proposal("거둔 제안", author=author)
    withdraw(proposal=withdrawn, citizen=author, at=timezone.now())
    place = make_proposal("남의 제안")
    hidden = comment(proposal=place, citizen=author, body="내 전화번호", at=timezone.now())
    hide_comment(comment=hidden, reason="전화번호", by=moderator, at=timezone.now())
    leave(author, keep=False)
    withdrawn.refresh_from_db()
    hidden.refresh_from_db()
    assert (withdrawn.body_html, withdrawn.body_source) == ("", "")
    assert hidden.body == ""
    assert not show_comment(comment=hidden, by=moderator, at=timezone.now())
    assert ProposalStat.objects.get(proposal=place).comment_count == 0


def test_the_name_goes_from_what_others_were_told(haneul, make_proposal, make_citizen):
    neighbour = make_citizen("김떠남")
    comment(proposal=make_proposal(), citizen=neighbour, body="좋아요.", at=timezone.now())
    announce_pending()
    leave(neighbour, keep=True)
    told = Notification.objects.get(kind="commented")
    assert "김떠남" not in headline(told.kind, told.data)
    assert told.data["text"] == "좋아요."


def test_words_that_were_hidden_or_removed_go_from_what_others_were_told(
    haneul, make_proposal, make_citizen, make_staff
):
    proposal, neighbour = make_proposal(), make_citizen()
    first = comment(proposal=proposal, citizen=neighbour, body="그 집 전화번호는", at=timezone.now())
    second = comment(proposal=proposal, citizen=neighbour, body="실수한 말", at=timezone.now())
    announce_pending()
    hide_comment(comment=first, reason="전화번호", by=make_staff(Role.MODERATOR), at=timezone.now())
    delete_comment(comment=second, citizen=neighbour, at=timezone.now())
    announce_pending()
    assert [one.data["text"] for one in Notification.objects.filter(kind="commented")] == ["", ""]


def test_somebody_who_said_much_leaves_in_steps_that_hold_nobody_up(
    haneul, make_proposal, make_citizen, monkeypatch
):
    monkeypatch.setattr(farewell, "PORTION", 2)
    author, place = make_citizen(), make_proposal("남의 제안")
    mine = make_proposal("내 제안", author=author)
    for number in range(5):
        comment(proposal=place, citizen=author, body=f"{number}", at=timezone.now())
    announce_pending()
    withdraw_from(user=author, keep_writings=False, at=timezone.now())
    left = []
    while Event.objects.filter(announced_at=None, kind="accounts.person.withdrew").exists():
        announce_pending()
        left.append(Comment.objects.exclude(body="").count())
    assert left == [3, 1, 0]
    mine.refresh_from_db()
    assert mine.standing == "withdrawn"
