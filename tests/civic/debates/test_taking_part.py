"""Somebody says what they think; the latest open opinion is their vote, and everybody is counted once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.debates.counting import numbers_of, recount
from civic.debates.models import CurrentVote, Opinion
from civic.debates.queries import numbers_seen_by, opinions_of, vote_of
from civic.journeys.debate import (
    edit_opinion,
    hide_opinion,
    opine,
    opine_on_paper,
    recognise_author,
    show_opinion,
    support_opinion,
    withdraw_opinion,
    withdraw_opinion_support,
)
from platform_core.access import Refused
from tests.civic.debates.conftest import rules_of_debate


def now():
    return timezone.now()


def sides(debate):
    numbers = numbers_of(debate)
    return numbers.pro, numbers.con, numbers.other


def test_the_latest_opinion_is_the_vote_and_the_earlier_one_stays_readable(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    opine(debate=held, author=citizen, side="pro", body="필요합니다", at=now())
    opine(debate=held, author=citizen, side="con", body="생각이 바뀌었습니다", at=now())
    assert sides(held) == (0, 1, 0)
    assert numbers_of(held).participants == 1
    assert [one.body for one in opinions_of(held).rows] == ["생각이 바뀌었습니다", "필요합니다"]
    assert vote_of(citizen, held).side == "con"


def test_hiding_the_vote_brings_the_opinion_before_back(debate, make_citizen, moderator):
    held, citizen = debate(), make_citizen()
    opine(debate=held, author=citizen, side="pro", body="첫째", at=now())
    second = opine(debate=held, author=citizen, side="con", body="둘째", at=now())
    hide_opinion(opinion=second, reason="욕설", by=moderator, at=now())
    assert sides(held) == (1, 0, 0)
    show_opinion(opinion=second, by=moderator, at=now())
    assert sides(held) == (0, 1, 0)


def test_a_withdrawn_opinion_counts_no_more(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    given = opine(debate=held, author=citizen, side="other", body="다른 길", at=now())
    assert withdraw_opinion(opinion=given, author=citizen, at=now())
    assert numbers_of(held).participants == 0
    assert Opinion.objects.get(pk=given.pk).body == ""


def test_editing_is_marked_and_changes_no_vote(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    given = opine(debate=held, author=citizen, side="pro", body="오타", at=now())
    assert edit_opinion(opinion=given, author=citizen, body="고침", at=now())
    given.refresh_from_db()
    assert (given.body, given.side, given.edited_at is not None) == ("고침", "pro", True)
    assert sides(held) == (1, 0, 0)


def test_two_clicks_are_one_opinion(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    first = opine(debate=held, author=citizen, side="pro", body="네", at=now())
    again = opine(debate=held, author=citizen, side="pro", body="네", at=now())
    assert first == again
    assert Opinion.objects.count() == 1


def test_taking_sides_back_and_forth_in_one_breath_is_what_was_said_last(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    for side in ("pro", "con", "pro"):
        opine(debate=held, author=citizen, side=side, body="", at=now())
    assert sides(held) == (1, 0, 0)


def test_a_reply_is_no_vote_and_hangs_one_level_deep(debate, make_citizen):
    held, citizen, other = debate(), make_citizen(), make_citizen()
    root = opine(debate=held, author=citizen, side="pro", body="의견", at=now())
    reply = opine(debate=held, author=other, body="답글", parent=root, at=now())
    deeper = opine(debate=held, author=citizen, body="답글의 답글", parent=reply, at=now())
    assert deeper.parent_id == root.pk
    assert (numbers_of(held).participants, numbers_of(held).opinions) == (1, 3)
    [row] = opinions_of(held).rows
    assert [one.body for one in row.first_replies] == ["답글", "답글의 답글"]


def test_nobody_replies_where_the_institution_wants_it_flat(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    type(held).objects.update(takes_replies=False)
    root = opine(debate=held, author=citizen, side="pro", body="의견", at=now())
    with pytest.raises(Refused) as refusal:
        opine(debate=held, author=citizen, body="답글", parent=root, at=now())
    assert refusal.value.verdict.code == "no_replies"


@pytest.mark.parametrize(
    ("form", "side", "body", "code"),
    [
        ({"form": "pro_con", "reason_required": True}, "pro", " ", "words_needed"),
        ({"form": "pro_con"}, "", "말만", "side_needed"),
        ({"form": "pro_con"}, "maybe", "말만", "side_needed"),
        ({"form": "open"}, "", "", "words_needed"),
        ({"form": "open"}, "pro", "생각", "no_sides"),
        ({"form": "open"}, "", "가" * 1001, "too_long"),
    ],
)
def test_what_is_asked_is_said_readably(debate, make_citizen, form, side, body, code):
    held = debate(rules_of_debate(debate=form))
    with pytest.raises(Refused) as refusal:
        opine(debate=held, author=make_citizen(), side=side, body=body, at=now())
    assert refusal.value.verdict.code == code
    assert str(refusal.value.verdict.sentence)


def test_a_vote_needs_no_words_where_none_are_asked_for(debate, make_citizen):
    held = debate()
    opine(debate=held, author=make_citizen(), side="con", at=now())
    assert sides(held) == (0, 1, 0)
    assert opinions_of(held).rows == []


def test_after_the_last_instant_nobody_is_heard(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    last = held.closes_at - timedelta(microseconds=1)
    given = opine(debate=held, author=citizen, side="pro", body="막차", at=last)
    for verb in (
        lambda: opine(debate=held, author=make_citizen(), side="pro", body="늦음", at=held.closes_at),
        lambda: edit_opinion(opinion=given, author=citizen, body="고침", at=held.closes_at),
        lambda: support_opinion(opinion=given, citizen=make_citizen(), at=held.closes_at),
    ):
        with pytest.raises(Refused) as refusal:
            verb()
        assert refusal.value.verdict.code == "debate_over"
    assert sides(held) == (1, 0, 0)


def test_words_taken_back_after_the_end_leave_the_result_as_it_was(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    given = opine(debate=held, author=citizen, side="pro", body="말", at=now())
    withdraw_opinion(opinion=given, author=citizen, at=held.closes_at)
    assert sides(held) == (1, 0, 0)
    assert Opinion.objects.get(pk=given.pk).body == ""
    assert opinions_of(held).rows == []


def test_on_paper_and_online_one_person_is_one(debate, make_citizen, moderator):
    held, citizen = debate(), make_citizen()
    sheet = opine_on_paper(debate=held, author=None, side="con", body="종이", entered_by=moderator, at=now())
    opine_on_paper(debate=held, author=None, side="con", body="다른 종이", entered_by=moderator, at=now())
    opine(debate=held, author=citizen, side="pro", body="온라인", at=now())
    assert (sides(held), numbers_of(held).offline) == ((1, 2, 0), 2)
    assert recognise_author(opinion=sheet, author=citizen, by=moderator, at=now())
    # The one written last online is the vote.
    assert (sides(held), numbers_of(held).offline) == ((1, 1, 0), 1)
    assert not recount(held, at=now())


def test_support_of_an_opinion_is_counted_from_its_rows(debate, make_citizen):
    held, citizen, other = debate(), make_citizen(), make_citizen()
    given = opine(debate=held, author=citizen, side="pro", body="말", at=now())
    assert support_opinion(opinion=given, citizen=other, at=now())
    assert not support_opinion(opinion=given, citizen=other, at=now())
    given.refresh_from_db()
    assert given.support_count == 1
    assert withdraw_opinion_support(opinion=given, citizen=other, at=now())
    given.refresh_from_db()
    assert given.support_count == 0


def test_a_stranger_reads_and_is_asked_to_sign_in(debate, make_citizen):
    from django.contrib.auth.models import AnonymousUser

    from civic.debates.rules import may_opine

    held = debate()
    assert may_opine(AnonymousUser(), held, "pro", now()).code == "sign_in"
    assert may_opine(AnonymousUser(), held, "pro", held.closes_at).code == "debate_over"


def test_who_is_restricted_from_taking_part_is_told_before_pressing(debate, make_citizen):
    from civic.debates.rules import may_opine
    from tests.civic.agreement.people import restrict

    held, citizen, officer = debate(), make_citizen(), make_citizen()
    restrict(citizen, officer)
    assert may_opine(citizen, held, None, now()).code == "restricted"
    with pytest.raises(Refused) as refusal:
        opine(debate=held, author=citizen, side="pro", body="말", at=now())
    assert refusal.value.verdict.code == "restricted"


@pytest.mark.parametrize(
    ("shown", "before", "after", "at_the_end"),
    [
        ("live", True, True, True),
        ("after_taking_part", False, True, True),
        ("at_the_end", False, False, True),
    ],
)
def test_votes_are_shown_when_the_rules_say(
    debate, make_citizen, moderator, shown, before, after, at_the_end
):
    held, citizen = debate(rules_of_debate(debate={"form": "pro_con", "shown": shown})), make_citizen()
    opine(debate=held, author=make_citizen(), side="pro", body="남", at=now())
    held.refresh_from_db()

    def sees(at=None):
        fresh = type(held).objects.select_related("stat").get(pk=held.pk)
        return numbers_seen_by(citizen, fresh, at or now()).are_shown

    assert sees() == before
    opine(debate=held, author=citizen, side="con", body="나", at=now())
    assert sees() == after
    assert sees(held.closes_at) == at_the_end
    assert numbers_seen_by(moderator, held, now()).are_shown


def test_recounting_mends_whatever_was_written_past_the_verbs(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    opine(debate=held, author=citizen, side="pro", body="말", at=now())
    opine(debate=held, author=make_citizen(), side="con", body="말", at=now())
    CurrentVote.objects.filter(person=citizen).delete()
    held.stat.__class__.objects.update(pro=7, participants=9)
    assert recount(held, at=now())
    assert (sides(held), numbers_of(held).participants) == ((1, 1, 0), 2)
    assert not recount(held, at=now())
