"""My page (3.5): what somebody proposed, supported, said and voted for, with what became of it."""

from django.utils import timezone

from civic.journeys.debate import hide_opinion, opine, withdraw_opinion
from civic.journeys.moderate import hide_proposal


def now():
    return timezone.now()


def test_my_opinions_and_which_of_them_is_my_vote(haneul, visit, debate, citizen, moderator):
    held = debate()
    given = {"debate": held, "author": citizen}
    first = opine(**given, side="pro", body="처음 생각", at=now())
    second = opine(**given, side="con", body="나중 생각", at=now())
    me = visit(haneul, as_=citizen)
    rows = me.get("/me/opinions/").context["rows"]
    assert [(row["opinion"].pk, row["is_vote"]) for row in rows] == [(second.pk, True), (first.pk, False)]
    hide_opinion(opinion=second, reason="욕설입니다", by=moderator, at=now())
    page = me.get("/me/opinions/")
    assert [row["is_vote"] for row in page.context["rows"]] == [False, True]
    assert "욕설입니다" in page.content.decode()
    withdraw_opinion(opinion=first, author=citizen, at=now())
    assert len(me.get("/me/opinions/").context["rows"]) == 1


def test_what_others_said_is_not_on_my_page(haneul, visit, debate, citizen, make_citizen):
    opine(debate=debate(), author=make_citizen(), side="pro", body="남의 생각", at=now())
    assert visit(haneul, as_=citizen).get("/me/opinions/").context["rows"] == []


def test_a_debate_that_is_hidden_is_named_so(haneul, visit, debate, citizen, moderator):
    held = debate()
    opine(debate=held, author=citizen, side="pro", body="생각", at=now())
    hide_proposal(proposal=held.item, reason="게시 기준", by=moderator, at=now())
    assert visit(haneul, as_=citizen).get("/me/opinions/").context["rows"][0]["is_gone"]


def test_many_opinions_cost_no_more_than_one(haneul, visit, debate, citizen, django_assert_max_num_queries):
    held = debate()
    for number in range(12):
        opine(debate=held, author=citizen, side="pro", body=f"생각 {number}", at=now())
    me = visit(haneul, as_=citizen)
    me.get("/me/opinions/")
    with django_assert_max_num_queries(9):
        me.get("/me/opinions/")
