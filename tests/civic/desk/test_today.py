"""Nine o'clock: what needs you now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.debates.models import Debate
from civic.execution.opening import open_execution
from civic.gatherings.models import Gathering
from civic.paper.models import PaperSheet
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
    # Every room is asked once or twice: debates, votes, questions, committees, gatherings, paper, moderation, what is
    # carried out.
    with django_assert_max_num_queries(34):
        assert visitor.get(reverse("desk:home")).status_code == 200


def hold(make, *, title, department=None, **said):
    """A gathering that was announced and is over."""
    now = timezone.now()
    terms = {
        "begins_at": now - timedelta(days=3),
        "ends_at": now - timedelta(days=2),
        "published_at": now,
        "takes_signups": False,
    }
    return make(
        kind="workshop", title=title, department=department, created_at=now, changed_at=now, **(terms | said)
    )


def test_every_room_says_what_needs_a_moderator(haneul, visit, moderator, respondent, roads, propose):
    now = timezone.now()
    item = propose("들고 나온 제안")
    Debate.objects.create(
        item=item,
        stage_key="once",
        form="pro_con",
        question="마무리를 기다리는 토론",
        created_at=now,
        opened_at=now - timedelta(days=40),
        closes_at=now - timedelta(days=2),
    )
    gathering = hold(Gathering.objects.create, title="회의록 없는 행사")
    waiting = hold(
        Gathering.objects.create,
        title="끝난 명부",
        minutes_at=now,
        takes_signups=True,
        signup_opens_at=now - timedelta(days=9),
        signup_closes_at=now - timedelta(days=4),
        consent_text="동의",
        consent_version="1",
        kept_until=now.date(),
    )
    PaperSheet.objects.create(
        kind="propose", place="시청 로비", made_at=now, first_by=respondent, first_at=now
    )
    own = PaperSheet.objects.create(
        kind="propose", place="내 서식", made_at=now, first_by=moderator, first_at=now
    )
    execution = open_execution(item=item, at=now - timedelta(days=200))
    text = page(visit(haneul, as_=moderator))
    for said in ("마무리를 기다리는 토론", "회의록 없는 행사", "끝난 명부", "시청 로비", "들고 나온 제안"):
        assert said in text
    assert own.place not in text
    for name, pk in (
        ("gathering_minutes", gathering),
        ("gathering_destruction", waiting),
        ("execution", execution),
    ):
        assert reverse(f"desk:{name}", args=[pk.pk]) in text


def test_a_respondent_sees_only_what_their_department_does(haneul, visit, respondent, roads, parks):
    hold(Gathering.objects.create, title="우리 행사", department=roads)
    hold(Gathering.objects.create, title="남의 행사", department=parks)
    text = page(visit(haneul, as_=respondent))
    assert "우리 행사" in text and "남의 행사" not in text


def test_the_day_is_sorted_by_date_and_the_undated_come_last(haneul, visit, respondent, owe, roads):
    hold(Gathering.objects.create, title="날짜 없는 일", department=roads)
    owe(roads, title="늦은 일", at=timezone.now() - timedelta(days=90))
    owe(roads, title="새 일")
    text = page(visit(haneul, as_=respondent))
    assert text.index("늦은 일") < text.index("새 일") < text.index("날짜 없는 일")


def test_staff_look_at_their_part_of_the_work_alone(haneul, visit, respondent, owe, roads):
    hold(Gathering.objects.create, title="행사 일", department=roads)
    owe(roads, title="답변 일")
    text = visit(haneul, as_=respondent).get(reverse("desk:home"), {"area": "gatherings"}).content.decode()
    assert "행사 일" in text and "답변 일" not in text


def test_a_long_list_leads_to_the_whole(haneul, visit, respondent, roads):
    for number in range(9):
        hold(Gathering.objects.create, title=f"행사 {number}", department=roads)
    response = visit(haneul, as_=respondent).get(reverse("desk:home"))
    assert len(response.context["rows"]) == 8 and response.context["more"][0][1] == reverse("desk:gatherings")
