"""What a viewer may see, and lists that go on where the reader was."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.categories.models import Category
from civic.journeys.comment import comment
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal, ProposalStat
from civic.proposals.paging import BadCursor
from civic.proposals.queries import (
    CommentSort,
    Sort,
    Wish,
    comments_of,
    list_proposals,
    proposals_visible_to,
    supported_by,
)

STRANGER = AnonymousUser()


def numbers(page) -> list[int]:
    return [row.number for row in page.rows]


def walk(wish: Wish, size: int) -> list[int]:
    seen, cursor = [], ""
    for _step in range(50):
        page = list_proposals(wish, at=timezone.now(), cursor=cursor, size=size)
        seen += numbers(page)
        cursor = page.next
        if not cursor:
            return seen
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("sort", list(Sort))
def test_walking_through_a_list_meets_every_proposal_once(haneul, make_proposal, sort) -> None:
    made = {make_proposal(supports=n % 3, ago=timedelta(hours=n // 2)).pk for n in range(11)}
    ProposalStat.objects.filter(proposal__in=made).update(comment_count=4)
    seen = walk(Wish(sort), size=3)
    assert len(seen) == len(set(seen))
    assert made <= set(seen)


def test_a_proposal_published_meanwhile_does_not_move_the_next_page(haneul, make_proposal) -> None:
    for hour in range(6):
        make_proposal(ago=timedelta(hours=hour + 1))
    first = list_proposals(Wish(), at=timezone.now(), size=3)
    make_proposal(ago=timedelta(0))
    second = list_proposals(Wish(), at=timezone.now(), cursor=first.next, size=3)
    assert not set(numbers(first)) & set(numbers(second))


@pytest.mark.parametrize("cursor", ["zzz", "!", "W10", "가나다", "A" * 500, "bnVsbA", "WyJuZXdlc3QiLDEsMV0"])
def test_a_torn_cursor_is_refused(haneul, cursor) -> None:
    with pytest.raises(BadCursor):
        list_proposals(Wish(), at=timezone.now(), cursor=cursor)


def test_a_cursor_belongs_to_its_order(haneul, make_proposal) -> None:
    for _number in range(3):
        make_proposal()
    newest = list_proposals(Wish(), at=timezone.now(), size=1)
    with pytest.raises(BadCursor):
        list_proposals(Wish(Sort.SUPPORTED), at=timezone.now(), cursor=newest.next)


def test_the_most_supported_come_first(haneul, make_proposal) -> None:
    few, many = make_proposal(supports=2).pk, make_proposal(supports=7).pk
    found = numbers(list_proposals(Wish(Sort.SUPPORTED), at=timezone.now()))
    assert found.index(many) < found.index(few)


def test_what_closes_soon_is_still_gathering_support(haneul, make_proposal) -> None:
    soon = make_proposal(ago=timedelta(days=29)).pk
    later = make_proposal(ago=timedelta(days=2)).pk
    over = make_proposal(ago=timedelta(days=40)).pk
    answering = make_proposal(ago=timedelta(days=28), stage=StageKind.ANSWERING).pk
    found = numbers(list_proposals(Wish(Sort.CLOSING), at=timezone.now()))
    assert found.index(soon) < found.index(later)
    assert not {over, answering} & set(found)


def test_a_window_that_has_passed_counts_as_closed_without_any_worker(haneul, make_proposal) -> None:
    over = make_proposal(ago=timedelta(days=40)).pk
    at = timezone.now()
    assert over not in numbers(list_proposals(Wish(stage=StageKind.GATHERING), at=at))
    assert over in numbers(list_proposals(Wish(stage=StageKind.CLOSED), at=at))


def test_a_list_can_be_narrowed_to_a_category(haneul, make_proposal) -> None:
    category = Category.objects.order_by("pk").first()
    inside, outside = make_proposal(category=category).pk, make_proposal().pk
    found = numbers(list_proposals(Wish(category=category.pk), at=timezone.now()))
    assert inside in found and outside not in found


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("도로", True),
        ("자전거도로", True),
        ("자전거 도로", True),
        ("전거도", True),
        ("정비 자전거", True),
        ("도로자전", False),
        ("도서", False),
        ("미끄럽", True),
        ("100% 자전거", True),
        ("%", True),  # nothing to search for
        ("강", True),
        ("철", False),
    ],
)
def test_words_are_found_however_they_are_spaced(haneul, make_proposal, words, is_found) -> None:
    proposal = make_proposal(
        "강변 자전거 도로를 정비해 주세요", body="비가 오면 100% 미끄럽고 <위험>합니다. 자전거가 넘어집니다."
    )
    assert (proposal.pk in numbers(list_proposals(Wish(words=words), at=timezone.now()))) is is_found


def test_all_pairs_of_a_word_are_not_yet_the_word(haneul, make_proposal) -> None:
    """가나 and 나다 stand in the text, 가나다 does not."""
    proposal = make_proposal("가나 이야기와 나다 이야기", body="서로 다른 두 낱말입니다.")
    found = numbers(list_proposals(Wish(words="가나다"), at=timezone.now()))
    assert proposal.pk not in found


@pytest.mark.parametrize(("words", "most"), [("", 1), ("놀이터 그늘막을", 2)])
def test_a_list_is_one_query_and_a_search_two(haneul, make_proposal, words, most) -> None:
    for _number in range(5):
        make_proposal()
    with CaptureQueriesContext(connection) as queries:
        list_proposals(Wish(words=words), at=timezone.now())
    assert len(queries) == most


@pytest.mark.parametrize("sort", list(Sort))
def test_a_search_goes_on_where_it_was(haneul, make_proposal, monkeypatch, sort) -> None:
    """Also when the word stands further away than the first look reaches."""
    monkeypatch.setattr("civic.proposals.queries.NEAR", 4)
    wanted = {make_proposal("별난 낱말", ago=timedelta(hours=hour)).pk for hour in (1, 5, 9, 13, 14, 20)}
    for hour in range(22):
        make_proposal(ago=timedelta(hours=hour, minutes=30))
    seen = walk(Wish(sort, words="별난"), size=2)
    assert sorted(seen) == sorted(wanted)


def test_hidden_is_seen_by_its_author_and_staff_only(haneul, make_proposal, make_citizen, make_staff) -> None:
    author = make_citizen()
    hidden = make_proposal(author=author, standing="hidden")
    withdrawn = make_proposal(author=author, standing="withdrawn", stage="closed", closed_as="withdrawn")
    seen = {
        who: set(proposals_visible_to(viewer).values_list("pk", flat=True)) & {hidden.pk, withdrawn.pk}
        for who, viewer in {
            "stranger": STRANGER,
            "citizen": make_citizen(),
            "author": author,
            "staff": make_staff("moderator"),
        }.items()
    }
    assert seen == {
        "stranger": set(),
        "citizen": set(),
        "author": {hidden.pk, withdrawn.pk},
        "staff": {hidden.pk},
    }


def test_nobody_finds_a_hidden_proposal_in_a_list(haneul, make_proposal) -> None:
    hidden = make_proposal(standing="hidden")
    assert hidden.pk not in walk(Wish(), size=20)


def test_a_stranger_is_not_asked_about(haneul, make_proposal) -> None:
    proposal = make_proposal(supports=1)
    with CaptureQueriesContext(connection) as queries:
        assert supported_by(STRANGER, [proposal.pk]) == set()
    assert len(queries) == 0


def talk(proposal: Proposal, person, count: int, parent=None):
    return [
        comment(proposal=proposal, citizen=person, body=f"의견 {n}", at=timezone.now(), parent=parent)
        for n in range(count)
    ]


def test_comments_come_with_their_first_replies_and_how_many_there_are(
    haneul, make_proposal, citizen
) -> None:
    proposal = make_proposal()
    root, alone = talk(proposal, citizen, 2)
    talk(proposal, citizen, 5, parent=root)
    with CaptureQueriesContext(connection) as queries:
        page = comments_of(proposal, sort=CommentSort.OLDEST)
    assert len(queries) == 3
    assert [(row.pk, row.reply_count, len(row.first_replies)) for row in page.rows] == [
        (root.pk, 5, 3),
        (alone.pk, 0, 0),
    ]


@pytest.mark.parametrize("sort", list(CommentSort))
def test_walking_through_comments_meets_each_once(haneul, make_proposal, citizen, sort) -> None:
    proposal = make_proposal()
    made = [one.pk for one in talk(proposal, citizen, 7)]
    seen, cursor = [], ""
    while True:
        page = comments_of(proposal, sort=sort, cursor=cursor, size=3)
        seen += [row.pk for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert sorted(seen) == made


def test_a_removed_comment_keeps_its_place_only_if_somebody_replied(haneul, make_proposal, citizen) -> None:
    from civic.journeys.comment import delete_comment

    proposal = make_proposal()
    answered, alone = talk(proposal, citizen, 2)
    talk(proposal, citizen, 1, parent=answered)
    for one in (answered, alone):
        delete_comment(comment=one, citizen=citizen, at=timezone.now())
    assert [row.pk for row in comments_of(proposal, sort=CommentSort.OLDEST).rows] == [answered.pk]
