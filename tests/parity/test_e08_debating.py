"""E_08: people say what they think; of each the latest opinion that is open is the vote."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from civic.debates.counting import numbers_of, recount
from civic.debates.models import Opinion, Side
from civic.journeys.debate import (
    edit_opinion,
    hide_opinion,
    opine,
    show_opinion,
    support_opinion,
    withdraw_opinion,
    withdraw_opinion_support,
)
from civic.journeys.moderate import hide_proposal
from tests.civic.debates.conftest import rules_of_debate
from tests.parity.conftest import refusal

SIDES = ["pro", "con", "other"]
IDEAS = {"form": "open"}


def now():
    return timezone.now()


def votes(debate):
    numbers = numbers_of(debate)
    return {"pro": numbers.pro, "con": numbers.con, "other": numbers.other}


@pytest.fixture
def held(debate):
    return debate()


@pytest.fixture
def ideas(debate):
    """제안의견: everybody adds ideas, nobody is for or against."""
    return debate(rules_of_debate(debate=IDEAS))


@pytest.fixture
def over(debate):
    return debate(rules_of_debate(days=1), ago=timedelta(days=3))


@pytest.fixture
def said(held, citizen):
    return opine(debate=held, author=citizen, side="pro", body="필요합니다", at=now())


# --- S_8_3 ----------------------------------------------------------------------------------------


def test_where_ideas_are_asked_for_one_person_gives_many(ideas, citizen):
    for body in ("하나", "둘"):
        opine(debate=ideas, author=citizen, body=body, at=now())
    assert (numbers_of(ideas).opinions, numbers_of(ideas).participants) == (2, 1)


@pytest.mark.parametrize("side", SIDES)
def test_somebody_votes_for_against_or_otherwise(held, citizen, side):
    opine(debate=held, author=citizen, side=side, body="이유", at=now())
    assert votes(held) == {one: int(one == side) for one in SIDES}


@pytest.mark.parametrize("terms", [{}, {"debate": IDEAS}])
def test_nobody_is_heard_when_its_time_is_over(debate, citizen, terms):
    ended = debate(rules_of_debate(days=1, **terms), ago=timedelta(days=3))
    side = "" if terms else "pro"
    assert refusal(opine, debate=ended, author=citizen, side=side, body="늦었다", at=now())


def test_nobody_is_heard_where_it_is_hidden(held, citizen, moderator):
    hide_proposal(proposal=held.item, reason="게시 기준", by=moderator, at=now())
    given = {"debate": held, "author": citizen, "side": "pro", "body": "x", "at": now()}
    assert refusal(opine, **given) == "proposal_hidden"


@pytest.mark.parametrize("first", SIDES)
@pytest.mark.parametrize("second", SIDES)
def test_a_later_opinion_takes_the_place_of_the_vote_before(held, citizen, first, second):
    for body, side in (("처음", first), ("나중", second)):
        opine(debate=held, author=citizen, side=side, body=body, at=now())
    assert votes(held) == {one: int(one == second) for one in SIDES}
    assert (numbers_of(held).opinions, numbers_of(held).participants) == (2, 1)


# --- S_8_4 ----------------------------------------------------------------------------------------


def test_somebody_changes_their_words_and_not_their_vote(said, citizen):
    edit_opinion(opinion=said, author=citizen, body="꼭 필요합니다", at=now())
    said.refresh_from_db()
    assert (said.body, said.side) == ("꼭 필요합니다", Side.PRO)
    assert said.edited_at


def test_nobody_changes_words_when_its_time_is_over(debate, citizen):
    held = debate(rules_of_debate(days=1))
    said = opine(debate=held, author=citizen, side="pro", body="x", at=now())
    later = now() + timedelta(days=2)
    assert refusal(edit_opinion, opinion=said, author=citizen, body="y", at=later)


def test_nobody_changes_what_another_said(said, make_citizen):
    assert refusal(edit_opinion, opinion=said, author=make_citizen(), body="y", at=now()) == "not_yours"


@pytest.mark.parametrize("page", ["edition", "withdrawal", "support"])
def test_an_opinion_that_is_not_there_is_not_found(haneul, visit, held, citizen, page):
    address = f"/debates/{held.pk}/opinions/987654/{page}/"
    assert visit(haneul, as_=citizen).post(address, {"body": "x"}).status_code == 404


def gone(said, how, citizen, moderator):
    if how == "hidden":
        hide_opinion(opinion=said, reason="욕설", by=moderator, at=now())
    else:
        withdraw_opinion(opinion=said, author=citizen, at=now())
    return Opinion.objects.get(pk=said.pk)


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_what_is_gone_is_not_changed(said, citizen, moderator, how):
    said = gone(said, how, citizen, moderator)
    assert refusal(edit_opinion, opinion=said, author=citizen, body="y", at=now())


# --- S_8_5, S_9_8 ---------------------------------------------------------------------------------


def test_somebody_takes_an_opinion_back_and_the_one_before_counts(said, held, citizen):
    """Other than there: what one said can be taken back, and the vote goes back to the opinion before."""
    second = opine(debate=held, author=citizen, side="con", body="생각이 바뀌었습니다", at=now())
    withdraw_opinion(opinion=second, author=citizen, at=now())
    assert votes(held) == {"pro": 1, "con": 0, "other": 0}


@pytest.mark.parametrize("hidden_in", permutations(range(3)))
def test_hidden_and_shown_in_any_order_the_latest_open_one_is_the_vote(held, citizen, moderator, hidden_in):
    """There, showing an older opinion again overrode the newer vote for good. Here nothing drifts."""
    all_three = [opine(debate=held, author=citizen, side=side, body=side, at=now()) for side in SIDES]
    still_open = set(range(3))

    def is_right():
        last = SIDES[max(still_open)] if still_open else ""
        assert votes(held) == {one: int(one == last) for one in SIDES}
        assert numbers_of(held).participants == bool(still_open)

    for shown_in in permutations(range(3)):
        for number in hidden_in:
            hide_opinion(opinion=all_three[number], reason="욕설", by=moderator, at=now())
            still_open.discard(number)
            is_right()
        for number in shown_in:
            show_opinion(opinion=all_three[number], by=moderator, at=now())
            still_open.add(number)
            is_right()
    assert recount(held, at=now()) is False


@pytest.mark.parametrize("who", ["respondent", "citizen"])
def test_nobody_else_hides_or_shows_an_opinion(said, moderator, somebody, who):
    by = somebody(who)
    assert refusal(hide_opinion, opinion=said, reason="x", by=by, at=now()) == "not_allowed"
    hide_opinion(opinion=said, reason="욕설", by=moderator, at=now())
    assert refusal(show_opinion, opinion=said, by=by, at=now()) == "not_allowed"


# --- S_8_6 ----------------------------------------------------------------------------------------


def test_an_opinion_is_supported_once_and_taken_back_once(said, make_citizen):
    given = {"opinion": said, "citizen": make_citizen(), "at": now()}
    done = [support_opinion(**given), support_opinion(**given)]
    taken = [withdraw_opinion_support(**given), withdraw_opinion_support(**given)]
    assert (done, taken) == ([True, False], [True, False])


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_what_is_gone_is_not_supported_nor_a_support_taken_back(said, citizen, make_citizen, moderator, how):
    reader = make_citizen()
    support_opinion(opinion=said, citizen=reader, at=now())
    said = gone(said, how, citizen, moderator)
    for verb in (support_opinion, withdraw_opinion_support):
        assert refusal(verb, opinion=said, citizen=reader, at=now())


def test_when_its_time_is_over_no_opinion_is_supported_any_more(debate, citizen, make_citizen):
    """Other than there, where likes went on for ever."""
    held = debate(rules_of_debate(days=1))
    said = opine(debate=held, author=citizen, side="pro", body="x", at=now())
    later = now() + timedelta(days=2)
    assert refusal(support_opinion, opinion=said, citizen=make_citizen(), at=later)
