"""Whoever took part on the way hears what becomes of it, until they say: no more of this."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from civic.debates.models import Debate, Opinion
from civic.execution.chains import MOST, behind, chain_of
from civic.execution.models import ProgressKind
from civic.journeys.carry_out import report
from civic.journeys.farewell import forget_private_things
from civic.notifications import listeners
from civic.notifications.following import follow_item, followers_of, follows, unfollow_token
from civic.notifications.models import Notification
from civic.proposals.actions import link_items
from civic.proposals.models import Link, Proposal, Support
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail


def names(proposal) -> set[str]:
    return set(followers_of(proposal).values_list("name", flat=True))


@pytest.fixture
def idea(make_proposal, make_citizen, adopted):
    """Where it all began: somebody's proposal, supported by another, from which `adopted` grew."""
    found = make_proposal("첫 생각", author=make_citizen("첫 사람"))
    Support.objects.create(proposal=found, citizen=make_citizen("공감한 사람"), given_at=timezone.now())
    link_items(earlier=found, later=adopted, by=None, at=timezone.now())
    return found


def opine(item, author, **fields):
    debate = Debate.objects.create(
        item=item, stage_key="debating", form="pro_con", question="할까요?", created_at=timezone.now()
    )
    return Opinion.objects.create(
        debate=debate, author=author, body="좋습니다", written_at=timezone.now(), **fields
    )


def test_who_wrote_and_supported_what_led_to_it_follows_it(adopted, idea, make_citizen):
    opine(idea, make_citizen("토론한 사람"))
    assert {"첫 사람", "공감한 사람", "토론한 사람"} <= names(adopted)


def test_what_came_later_makes_nobody_follow_what_was_before(adopted, idea):
    assert adopted.author.name not in names(idea)


def test_a_hidden_opinion_makes_nobody_follow(adopted, make_citizen):
    opine(adopted, make_citizen("가려진 사람"), standing="hidden")
    assert "가려진 사람" not in names(adopted)


def test_anybody_may_follow_and_hear_no_more(adopted, citizen):
    assert not follows(citizen, adopted)
    assert follow_item(user=citizen, proposal=adopted, wants=True, at=timezone.now())
    assert not follow_item(user=citizen, proposal=adopted, wants=True, at=timezone.now())
    assert follows(citizen, adopted) and citizen in followers_of(adopted)
    assert follow_item(user=citizen, proposal=adopted, wants=False, at=timezone.now())
    assert not follows(citizen, adopted) and citizen not in followers_of(adopted)


def test_an_author_who_said_no_more_is_not_told(adopted, planned, respondent):
    follow_item(user=adopted.author, proposal=adopted, wants=False, at=timezone.now())
    report(proposal=adopted, kind=ProgressKind.PROGRESS, body="기둥", by=respondent, at=timezone.now())
    announce_pending()
    assert not Notification.objects.filter(
        user=adopted.author, data__event="execution.progress.reported"
    ).exists()


def test_a_letter_leads_to_hearing_no_more_without_logging_in(adopted, planned, haneul, visit):
    announce_pending()
    letter = OutboundMail.objects.filter(to=adopted.author.email, text__contains="/unfollowing/").last()
    path = "/unfollowing/" + letter.text.split("/unfollowing/")[1].split("/")[0] + "/"
    assert visit(haneul).get(path).status_code == 200
    assert follows(adopted.author, adopted)
    assert visit(haneul).post(path).status_code == 200
    assert not follows(adopted.author, adopted)


def test_a_letters_link_of_the_next_city_does_nothing_here(adopted, haneul, bada, visit):
    token = unfollow_token(adopted.author, adopted)
    assert visit(bada).get(f"/unfollowing/{token}/").status_code == 404
    assert visit(haneul).get(f"/unfollowing/{token}/").status_code == 200


def test_the_button_leads_back_to_the_page_it_stood_on(adopted, haneul, visit, citizen):
    path = f"/proposals/{adopted.pk}/following/"
    back = {"back": f"/proposals/{adopted.pk}/execution/"}
    assert visit(haneul, as_=citizen).post(path, back)["Location"] == back["back"]
    assert follows(citizen, adopted)
    elsewhere = visit(haneul, as_=citizen).post(path, {"back": "//evil.example/"})
    assert elsewhere["Location"] == f"/proposals/{adopted.pk}/"
    assert "/sign-in/" in visit(haneul).post(path, back)["Location"]


def test_a_crowd_is_told_part_by_part_and_each_once(adopted, idea, monkeypatch, make_citizen):
    monkeypatch.setattr(listeners, "PORTION", 2)
    for number in range(5):
        Support.objects.create(proposal=idea, citizen=make_citizen(f"이웃 {number}"), given_at=timezone.now())
    Event.objects.all().delete()
    Notification.objects.all().delete()
    from platform_core.events.actions import record

    record("execution.plan.published", adopted.carried.execution, at=timezone.now(), proposal=adopted.pk)
    while Event.objects.filter(announced_at=None).exists():
        announce_pending()
    assert Notification.objects.count() == followers_of(adopted).count() == 8


def test_who_leaves_leaves_no_trace_of_what_they_followed(adopted, citizen):
    from civic.execution.models import Following

    follow_item(user=citizen, proposal=adopted, wants=True, at=timezone.now())
    forget_private_things(citizen)
    assert not Following.objects.filter(user=citizen).exists()


def test_circles_are_cut(haneul, make_proposal):
    first, second, third = (make_proposal(f"고리 {n}") for n in range(3))
    for earlier, later in ((first, second), (second, third), (third, first)):
        Link.objects.create(earlier=earlier, later=later, at=timezone.now())
    assert sorted(chain_of(first.pk)) == sorted(behind(first.pk)) == [first.pk, second.pk, third.pk]


def test_a_chain_is_followed_for_fifty_items_and_in_one_question(
    haneul, make_proposal, django_assert_num_queries
):
    first = make_proposal("처음", ago=timedelta(days=9))
    rest = Proposal.objects.bulk_create(
        [
            Proposal(
                title=f"{n}",
                body_html="",
                process_version=first.process_version,
                stage="gathering",
                stage_entered_at=first.submitted_at,
                submitted_at=first.submitted_at,
            )
            for n in range(80)
        ]
    )
    items = [first, *rest]
    Link.objects.bulk_create(Link(earlier=one, later=two, at=timezone.now()) for one, two in pairwise(items))
    with django_assert_num_queries(1):
        found = chain_of(first.pk)
    assert found == [one.pk for one in items[:MOST]]
