"""Ten thousand opinions are read a page at a time, each once, in whichever order somebody likes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from civic.debates.dates import promises_of
from civic.debates.kinds import State
from civic.debates.models import Debate, Opinion
from civic.debates.queries import (
    Sort,
    count_unconcluded,
    debate_seen_by,
    list_debates,
    opinion_seen_by,
    opinions_of,
    opinions_supported_by,
    replies_of,
)
from civic.journeys.debate import conclude, opine, prepare_debate, support_opinion, withdraw_opinion
from civic.proposals.models import Proposal
from civic.proposals.paging import BadCursor
from tests.civic.debates.conftest import rules_of_debate


def now():
    return timezone.now()


@pytest.fixture
def talk(debate, make_citizen):
    """Five for, two against, one other; the third has two supports, the first one."""
    held = debate()
    sides = ["pro", "pro", "con", "pro", "other", "pro", "con", "pro"]
    said = [
        opine(debate=held, author=make_citizen(), side=side, body=f"{number}", at=now())
        for number, side in enumerate(sides)
    ]
    for supported in (said[2], said[2], said[0]):
        support_opinion(opinion=supported, citizen=make_citizen(), at=now())
    return held, said


def read_all(held, sort, **how):
    cursor, pages = "", []
    while True:
        page = opinions_of(held, sort=sort, cursor=cursor, size=3, **how)
        pages.append([one.body for one in page.rows])
        if not page.next:
            return [body for rows in pages for body in rows]
        cursor = page.next


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NEWEST, "76543210"),
        (Sort.OLDEST, "01234567"),
        (Sort.SUPPORTED, "20765431"),
        # For, against, other; for, against; then only those for are left.
        (Sort.BALANCED, "76452310"),
    ],
)
def test_each_opinion_is_read_once_in_the_order_asked_for(talk, sort, order):
    held, _said = talk
    assert "".join(read_all(held, sort)) == order


def test_one_side_alone_can_be_read(talk):
    held, _said = talk
    assert read_all(held, Sort.NEWEST, side="con") == ["6", "2"]
    assert read_all(held, Sort.BALANCED, side="con") == ["6", "2"]


@pytest.mark.parametrize("sort", list(Sort))
def test_a_torn_cursor_is_said_to_be_one(talk, sort):
    held, _said = talk
    other = opinions_of(held, sort=Sort.OLDEST if sort != Sort.OLDEST else Sort.NEWEST, size=1).next
    for cursor in ("x", "e30", other):
        with pytest.raises(BadCursor):
            opinions_of(held, sort=sort, cursor=cursor)


def test_what_is_taken_back_keeps_its_place_only_below_replies(talk, make_citizen):
    held, said = talk
    opine(debate=held, author=make_citizen(), body="답", parent=said[1], at=now())
    for one in (said[1], said[3]):
        withdraw_opinion(opinion=one, author=one.author, at=now())
    assert read_all(held, Sort.OLDEST) == ["0", "", "2", "4", "5", "6", "7"]


def test_many_replies_cost_no_more_than_few(talk, make_citizen, django_assert_max_num_queries):
    held, said = talk
    for number in range(5):
        opine(debate=held, author=make_citizen(), body=f"답 {number}", parent=said[7], at=now())
    for sort in Sort:
        with django_assert_max_num_queries(6):
            opinions_of(held, sort=sort)
    first = opinions_of(held).rows[0]
    assert ([one.body for one in first.first_replies], first.reply_count) == (["답 0", "답 1", "답 2"], 5)
    page = replies_of(said[7], size=3)
    assert [one.body for one in page.rows] == ["답 0", "답 1", "답 2"]
    assert [one.body for one in replies_of(said[7], cursor=page.next, size=3).rows] == ["답 3", "답 4"]


def test_a_reader_sees_their_own_supports(talk, make_citizen):
    _held, said = talk
    reader = make_citizen()
    support_opinion(opinion=said[5], citizen=reader, at=now())
    ids = [one.pk for one in said]
    assert opinions_supported_by(reader, ids) == {said[5].pk}
    assert opinions_supported_by(AnonymousUser(), ids) == set()


def test_lists_show_what_is_open_by_state(debate, moderator, make_citizen):
    first, second = debate(title="첫째"), debate(title="둘째")
    over = first.closes_at
    conclude(debate=first, summary="끝", by=moderator, at=over)
    assert [one.question for one in list_debates(at=now()).rows] == ["둘째", "첫째"]
    assert [one.question for one in list_debates(at=over, state=State.CONCLUDED).rows] == ["첫째"]
    assert list_debates(at=now(), state=State.RUNNING).rows == [second]
    assert (count_unconcluded(at=now()), count_unconcluded(at=over)) == (0, 1)
    Proposal.objects.filter(pk=second.item_id).update(standing="hidden")
    assert list_debates(at=now()).rows == [first]
    assert debate_seen_by(make_citizen(), second.pk) is None
    assert debate_seen_by(moderator, second.pk) == second
    given = Opinion.objects.create(debate=second, body="말", written_at=now())
    assert opinion_seen_by(make_citizen(), given.pk) is None


def test_promised_dates_are_late_from_their_first_instant_on(debate, moderator):
    rules = rules_of_debate(debate={"form": "pro_con", "hand_over_days": 14, "publish_days": 30})
    held = debate(rules)
    promises = promises_of(held)
    assert promises.publish.due_at - held.closes_at == timedelta(days=30)
    assert promises.hand_over.due_at - held.closes_at == timedelta(days=14)
    assert not promises.publish.is_late_at(promises.publish.due_at - timedelta(microseconds=1))
    assert promises.publish.is_late_at(promises.publish.due_at)
    conclude(debate=held, summary="끝", by=moderator, at=held.closes_at)
    concluded = promises_of(Debate.objects.get(pk=held.pk))
    assert not concluded.publish.is_late_at(promises.publish.due_at + timedelta(days=9))


def test_no_date_is_late_where_the_rules_promise_none(debate):
    promises = promises_of(debate())
    assert (promises.publish, promises.hand_over) == (None, None)


def test_what_is_prepared_is_seen_by_staff_alone(process, make_citizen, moderator):
    from tests.civic.debates.test_life import _screened

    prepared = prepare_debate(item=_screened(process, make_citizen), by=moderator, at=now())
    assert debate_seen_by(moderator, prepared.pk) == prepared
    for viewer in (make_citizen(), AnonymousUser()):
        assert debate_seen_by(viewer, prepared.pk) is None
