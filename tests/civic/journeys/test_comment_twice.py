"""A second click on “write” is not a second comment."""

from datetime import timedelta

from django.utils import timezone

from civic.journeys.comment import comment
from civic.proposals.models import Comment


def test_the_same_words_in_the_same_breath_are_one_comment(haneul, make_proposal, citizen):
    proposal, now = make_proposal(), timezone.now()
    first = comment(proposal=proposal, citizen=citizen, body="찬성합니다.", at=now)
    again = comment(proposal=proposal, citizen=citizen, body="찬성합니다.", at=now + timedelta(seconds=2))
    assert again == first
    assert Comment.objects.count() == 1


def test_the_same_words_later_or_elsewhere_are_another(haneul, make_proposal, citizen, make_citizen):
    proposal, now = make_proposal(), timezone.now()
    first = comment(proposal=proposal, citizen=citizen, body="찬성합니다.", at=now)
    comment(proposal=proposal, citizen=citizen, body="찬성합니다.", at=now + timedelta(minutes=5))
    comment(proposal=proposal, citizen=citizen, body="찬성합니다.", at=now, parent=first)
    comment(proposal=proposal, citizen=make_citizen("다른 사람"), body="찬성합니다.", at=now)
    assert Comment.objects.count() == 4
