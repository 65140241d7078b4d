"""Nine o'clock: what needs you now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.proposals.actions import hide_proposal
from civic.proposals.models import Proposal, ProposalStat, Support


def page(visitor) -> str:
    response = visitor.get(reverse("desk:home"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_respondent_sees_what_their_department_owes_oldest_first(
    haneul, visit, respondent, owe, roads, parks
):
    now = timezone.now()
    owe(roads, title="나중 것", at=now)
    owe(roads, title="먼저 것", at=now - timedelta(days=10))
    owe(parks, title="남의 것", at=now)
    text = page(visit(haneul, as_=respondent))
    assert text.index("먼저 것") < text.index("나중 것")
    assert "남의 것" not in text


def test_what_is_late_is_marked_in_words(haneul, visit, respondent, owe, roads):
    owe(roads, at=timezone.now() - timedelta(days=90))
    text = page(visit(haneul, as_=respondent))
    assert "row--overdue" in text


def test_with_nothing_owed_the_page_says_so(haneul, visit, respondent):
    assert "empty__title" in page(visit(haneul, as_=respondent))


def test_a_moderator_sees_what_waits_for_a_department(haneul, visit, moderator, owe):
    owe(title="아무도 맡지 않은 것")
    assert "아무도 맡지 않은 것" in page(visit(haneul, as_=moderator))


def test_a_moderator_sees_worthy_proposals_whose_time_is_ending(haneul, visit, moderator, propose):
    ending = propose("곧 끝나는 것", at=timezone.now() - timedelta(days=27))
    propose("아직 남은 것")
    ProposalStat.objects.filter(proposal__in=Proposal.objects.all()).update(support_count=30)
    text = page(visit(haneul, as_=moderator))
    assert reverse("desk:proposal", args=[ending.pk]) in text
    assert "아직 남은 것" not in text


def test_a_sudden_rush_of_support_is_worth_a_second_look(haneul, visit, moderator, propose, make_citizen):
    proposal = propose("갑자기 몰린 것")
    people = [make_citizen() for _ in range(30)]
    Support.objects.bulk_create(
        [Support(proposal=proposal, citizen=person, given_at=timezone.now()) for person in people]
    )
    assert "갑자기 몰린 것" in page(visit(haneul, as_=moderator))


def test_somebody_who_posts_again_and_again_is_worth_a_second_look(
    haneul, visit, moderator, propose, make_citizen
):
    author = make_citizen("반복하는사람")
    for number in range(3):
        propose(f"같은 말 {number}", author=author)
    assert "반복하는사람" in page(visit(haneul, as_=moderator))


def test_hidden_things_are_counted(haneul, visit, moderator, propose):
    hide_proposal(proposal=propose(), reason="광고", by=moderator, at=timezone.now())
    response = visit(haneul, as_=moderator).get(reverse("desk:home"))
    assert response.context["hidden_proposals"] == 1


def test_a_respondent_is_not_shown_the_moderators_business(haneul, visit, respondent, owe):
    owe(title="아무도 맡지 않은 것")
    assert "아무도 맡지 않은 것" not in page(visit(haneul, as_=respondent))


@pytest.mark.parametrize("amount", [1, 6])
def test_a_longer_day_costs_no_more_queries(
    haneul, visit, administrator, owe, roads, propose, amount, django_assert_max_num_queries
):
    for number in range(amount):
        owe(roads if number % 2 else None, at=timezone.now() - timedelta(days=40 * number))
        propose(at=timezone.now() - timedelta(days=27))
    ProposalStat.objects.filter(proposal__stage="gathering").update(support_count=10)
    visitor = visit(haneul, as_=administrator)
    visitor.get(reverse("desk:home"))  # rules are remembered from here on
    with django_assert_max_num_queries(19):
        assert visitor.get(reverse("desk:home")).status_code == 200
