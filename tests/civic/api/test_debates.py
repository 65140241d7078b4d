"""A debate for machines: the same rules, the same silence about what is kept back."""

import pytest
from django.utils import timezone

from civic.api.tokens import create_token
from civic.debates.models import Debate, Opinion
from civic.journeys.debate import hide_opinion, opine
from civic.processes.kinds import Shown
from tests.civic.debates.conftest import debate, rules_of_debate  # noqa: F401
from tests.civic.proposals.conftest import moderator, process  # noqa: F401


def now():
    return timezone.now()


@pytest.fixture
def spoken(debate, make_citizen):  # noqa: F811
    held = debate()
    for side in ("pro", "pro", "con"):
        opine(debate=held, author=make_citizen(), side=side, body=f"{side}에 대한 말", at=now())
    return held


@pytest.fixture
def ask(haneul, visit):
    def get(path, *, as_=None, status=200, **more):
        answer = visit(haneul, as_=as_).get(f"/api/v1/debates/{path}", more)
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


@pytest.fixture
def say(haneul, visit, citizen):
    """As a program with the citizen's token."""
    _token, key = create_token(user=citizen, name="시험")

    def post(held, status=201, **given):
        answer = visit(haneul).post(
            f"/api/v1/debates/{held.pk}/opinions/",
            given,
            content_type="application/json",
            headers={"authorization": f"Token {key}"},
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return post


def test_a_debate_is_listed_and_read(ask, spoken):
    (row,) = ask("")["results"]
    assert (row["number"], row["state"], row["origin"]) == (spoken.pk, "running", "institution")
    assert row["numbers"] == {"pro": 2, "con": 1, "other": 0, "participants": 3, "opinions": 3, "offline": 0}
    whole = ask(f"{spoken.pk}/")
    assert whole["may_opine"]["code"] == "sign_in" and whole["my_side"] is None
    assert {one["side"] for one in ask(f"{spoken.pk}/opinions/")["results"]} == {"pro", "con"}


def test_the_list_goes_on_by_cursor(ask, debate):  # noqa: F811
    for number in range(3):
        debate(title=f"질문 {number}")
    first = ask("", size=2)
    assert len(first["results"]) == 2 and len(ask("", size=2, cursor=first["next"])["results"]) == 1
    assert ask("", state="concluded")["results"] == []
    assert ask("", status=400, cursor="x")["code"] == "invalid"


@pytest.mark.parametrize("shown", [Shown.AFTER_TAKING_PART, Shown.AT_THE_END])
def test_sides_that_are_kept_back_are_null_everywhere(ask, spoken, shown, citizen):
    Debate.objects.filter(pk=spoken.pk).update(shown=shown)
    for viewer in (None, citizen):
        assert ask("", as_=viewer)["results"][0]["numbers"]["pro"] is None
        whole = ask(f"{spoken.pk}/", as_=viewer)
        assert [whole["numbers"][side] for side in ("pro", "con", "other")] == [None, None, None]
        assert whole["numbers"]["participants"] == 3
        page = ask(f"{spoken.pk}/opinions/", as_=viewer)
        assert {one["side"] for one in page["results"]} == {None}
        for trick in ({"side": "pro"}, {"sort": "balanced"}):
            assert ask(f"{spoken.pk}/opinions/", as_=viewer, status=400, **trick)["code"] == "invalid"


def test_an_opinion_is_given_and_answers_with_what_one_may_know_now(say, ask, spoken, citizen):
    Debate.objects.filter(pk=spoken.pk).update(shown=Shown.AFTER_TAKING_PART)
    said = say(spoken, side="con", body="비쌉니다")
    assert said["opinion"]["side"] == "con" and said["numbers"]["con"] == 2
    assert say(spoken, side="con", body="비쌉니다")["opinion"]["number"] == said["opinion"]["number"]
    assert Opinion.objects.count() == 4
    assert ask(f"{spoken.pk}/", as_=citizen)["my_side"] == "con"
    reply = say(spoken, body="덧붙입니다", parent=said["opinion"]["number"])
    assert reply["opinion"]["parent"] == said["opinion"]["number"] and reply["opinion"]["side"] is None
    replies = ask(f"{spoken.pk}/opinions/", parent=said["opinion"]["number"])
    assert [one["body"] for one in replies["results"]] == ["덧붙입니다"]


def test_what_cannot_be_taken_is_refused_with_a_code(say, spoken, haneul, visit, debate):  # noqa: F811
    assert say(spoken, status=409, body="편이 없는 말")["code"] == "side_needed"
    assert say(spoken, status=400, side="pro", body="가" * 1001)["code"] == "invalid"
    assert say(spoken, status=400, side="maybe")["code"] == "invalid"
    assert say(debate(title="다른 질문"), status=404, body="말", parent=Opinion.objects.first().pk)
    unsigned = visit(haneul).post(
        f"/api/v1/debates/{spoken.pk}/opinions/", {"side": "pro"}, content_type="application/json"
    )
    assert unsigned.status_code == 401 and unsigned.json()["code"] == "sign_in"
    Debate.objects.filter(pk=spoken.pk).update(closes_at=now())
    assert say(spoken, status=409, side="pro")["code"] == "debate_over"


def test_hidden_words_are_not_read_here_either(ask, spoken, moderator):  # noqa: F811
    said = Opinion.objects.order_by("pk").first()
    hide_opinion(opinion=said, reason="욕설", by=moderator, at=now())
    hidden = next(one for one in ask(f"{spoken.pk}/opinions/")["results"] if one["number"] == said.pk)
    assert (hidden["body"], hidden["author"], hidden["side"], hidden["standing"]) == (
        "",
        None,
        None,
        "hidden",
    )


def test_what_is_prepared_is_not_there(ask, spoken, moderator, neighbour):  # noqa: F811
    Debate.objects.filter(pk=spoken.pk).update(opened_at=None)
    for viewer in (None, moderator, neighbour):
        ask(f"{spoken.pk}/", as_=viewer, status=404)
        ask(f"{spoken.pk}/opinions/", as_=viewer, status=404)
        assert ask("", as_=viewer)["results"] == []


def test_the_document_for_programmers_knows_them(haneul, visit):
    paths = visit(haneul).get("/api/v1/openapi.json").json()["paths"]
    assert {"get", "post"} <= set(paths["/api/v1/debates/{number}/opinions/"])
