"""A program reads proposals and supports in a person's name, here and nowhere else."""

import pytest
from django.utils import timezone

from civic.api.models import ApiToken
from civic.api.tokens import TOKENS_PER_PERSON, create_token, revoke_token
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal, Support
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending
from tenants.context import institution_context

PROPOSALS = "/api/v1/proposals/"


def with_token(key):
    return {"HTTP_AUTHORIZATION": f"Token {key}"}


@pytest.fixture
def key(citizen):
    return create_token(user=citizen, name="우리 학교 게시판")[1]


def test_anybody_reads_the_list_and_follows_it_to_its_end(haneul, visit, make_proposal):
    numbers = {make_proposal(f"제안 {n}").pk for n in range(5)}
    visitor, seen, cursor = visit(haneul), [], ""
    while cursor is not None:
        page = visitor.get(PROPOSALS, {"size": 2, "cursor": cursor}).json()
        seen += [row["number"] for row in page["results"]]
        cursor = page["next"]
    assert sorted(seen) == sorted(numbers)


def test_one_proposal_says_where_it_stands_and_whether_one_may_support(haneul, visit, make_proposal):
    proposal = make_proposal("그늘막", supports=3)
    data = visit(haneul).get(f"{PROPOSALS}{proposal.pk}/").json()
    assert data["stage"]["kind"] == "gathering"
    assert data["support"]["online"] == 3 and data["support"]["next_threshold"] == 50
    assert data["may_support"]["code"] == "sign_in"
    assert data["address"] == f"http://haneul.localhost:8000/proposals/{proposal.pk}/"


def test_one_proposal_says_its_process_its_goals_and_what_one_may_do(haneul, visit, make_proposal):
    data = visit(haneul).get(f"{PROPOSALS}{make_proposal(supports=3).pk}/").json()
    assert data["stage"]["key"] == "gathering"
    assert (data["process"]["key"], data["process"]["version"]) == ("proposals", 1)
    first = data["goals"][0]
    assert [(part["needed"], part["actual"]) for part in first["parts"]] == [(50, 3)]
    assert not first["reached"] and first["follows"]
    codes = {row["deed"]: row["code"] for row in data["deeds"]}
    assert codes["support"] == codes["comment"] == "sign_in"
    assert codes["edit"] == "not_yours"


def test_the_list_is_narrowed_to_one_process(haneul, visit, make_proposal):
    proposal = make_proposal()
    listed = visit(haneul).get(PROPOSALS, {"process": "proposals"}).json()["results"]
    assert [row["number"] for row in listed] == [proposal.pk]
    assert listed[0]["process"]["key"] == "proposals"
    assert visit(haneul).get(PROPOSALS, {"process": "nowhere"}).status_code == 400


def test_a_person_supports_twice_and_takes_it_back_with_a_token(haneul, visit, make_proposal, key):
    address = f"{PROPOSALS}{make_proposal().pk}/support/"
    visitor = visit(haneul, **with_token(key))
    first, second = visitor.put(address).json(), visitor.put(address).json()
    assert (first["changed"], first["online"]) == (True, 1)
    assert (second["changed"], second["online"]) == (False, 1)
    assert visitor.delete(address).json() == {"supported": False, "changed": True, "online": 0}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stage": StageKind.CLOSED, "closed_as": "answered"}, "stage_closed"),
        ({"standing": "hidden"}, "not_found"),
    ],
)
def test_the_api_refuses_with_the_codes_of_the_pages(haneul, visit, make_proposal, key, change, code):
    proposal = make_proposal(**change)
    answer = visit(haneul, **with_token(key)).put(f"{PROPOSALS}{proposal.pk}/support/")
    assert answer.status_code == (404 if code == "not_found" else 409)
    assert answer.json()["code"] == code
    assert not Support.objects.exists()


def test_a_stranger_is_asked_to_sign_in(haneul, visit, make_proposal):
    answer = visit(haneul).put(f"{PROPOSALS}{make_proposal().pk}/support/")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
    assert answer.headers["WWW-Authenticate"] == "Token"


def test_a_token_of_one_city_is_unknown_in_the_next(haneul, bada, visit, key):
    assert visit(haneul, **with_token(key)).get("/api/v1/me/").status_code == 200
    answer = visit(bada, **with_token(key)).get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")


def test_a_neighbours_proposal_is_not_there(haneul, bada, visit, make_proposal):
    here = make_proposal().pk
    with institution_context(bada):
        there = max(Proposal.objects.values_list("pk", flat=True), default=0)
    assert visit(haneul).get(f"{PROPOSALS}{here}/").status_code == 200
    assert here != there
    assert visit(bada).get(f"{PROPOSALS}{here}/").status_code == 404


def test_a_revoked_token_and_a_person_who_left_get_nowhere(haneul, visit, citizen, key):
    token = ApiToken.objects.get()
    citizen.is_active = False
    citizen.save()
    assert visit(haneul, **with_token(key)).get("/api/v1/me/").status_code == 401
    citizen.is_active = True
    citizen.save()
    assert revoke_token(token=token, by=citizen) is True
    assert visit(haneul, **with_token(key)).get("/api/v1/me/").status_code == 401


def test_the_key_itself_is_kept_nowhere(haneul, key):
    token = ApiToken.objects.get()
    assert key.partition(".")[2] not in (token.hashed_key + token.id + token.prefix)


@pytest.mark.parametrize(
    "query",
    [
        "sort=nothing",
        "stage=nowhere",
        "size=0",
        "size=101",
        "size=x",
        "cursor=!!",
        "category=none",
        "q=" + "가" * 101,
    ],
)
def test_what_cannot_be_used_is_told_by_field(haneul, visit, query):
    answer = visit(haneul).get(f"{PROPOSALS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert query.partition("=")[0] in answer.json()["fields"]


def test_absurd_numbers_are_not_there_rather_than_an_error(haneul, visit):
    for number in ("0", "9" * 19, "9" * 60):
        assert visit(haneul).get(f"{PROPOSALS}{number}/").status_code == 404


def test_the_document_describes_every_address(haneul, visit):
    document = visit(haneul).get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/api/v1/agenda/calls/",
        "/api/v1/agenda/calls/{number}/",
        "/api/v1/agenda/candidates/",
        "/api/v1/agenda/candidates/{number}/",
        "/api/v1/agenda/committees/",
        "/api/v1/agenda/committees/{number}/",
        "/api/v1/agenda/meetings/",
        "/api/v1/agenda/meetings/{number}/",
        "/api/v1/debates/",
        "/api/v1/debates/{number}/",
        "/api/v1/debates/{number}/opinions/",
        "/api/v1/effect/",
        "/api/v1/me/",
        "/api/v1/processes/",
        "/api/v1/processes/{key}/versions/{number}/",
        "/api/v1/proposals/",
        "/api/v1/proposals/{number}/",
        "/api/v1/proposals/{number}/execution/",
        "/api/v1/proposals/{number}/support/",
        "/api/v1/reports/",
        "/api/v1/votes/",
        "/api/v1/votes/{number}/",
        "/api/v1/votes/{number}/paper/",
    }


def test_a_person_makes_sees_once_and_revokes_tokens(haneul, visit, citizen):
    visitor = visit(haneul, as_=citizen)
    shown = visitor.post("/me/tokens/", {"name": "포스터"}).content.decode()
    token = ApiToken.objects.get()
    assert f"{token.prefix}." in shown
    assert f"{token.prefix}." not in visitor.get("/me/tokens/").content.decode()
    visitor.post(f"/me/tokens/{token.prefix}/revocation/")
    token.refresh_from_db()
    assert token.revoked


def test_nobody_revokes_anothers_token(haneul, visit, key, make_citizen):
    token = ApiToken.objects.get()
    answer = visit(haneul, as_=make_citizen("다른 사람")).post(f"/me/tokens/{token.prefix}/revocation/")
    assert answer.status_code == 404


def test_tokens_are_limited_and_what_was_typed_stays(haneul, visit, citizen):
    for number in range(TOKENS_PER_PERSON):
        create_token(user=citizen, name=str(number))
    answer = visit(haneul, as_=citizen).post("/me/tokens/", {"name": "하나 더"})
    assert answer.status_code == 422
    assert "하나 더" in answer.content.decode()


def test_asking_too_often_is_slowed_down_here_and_not_next_door(haneul, bada, visit, settings, monkeypatch):
    from django.core.cache import cache

    from civic.api.throttles import StrangerThrottle

    cache.clear()
    monkeypatch.setattr(StrangerThrottle, "THROTTLE_RATES", {"stranger": "2/min"})
    codes = [visit(haneul).get(PROPOSALS).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert visit(bada).get(PROPOSALS).status_code == 200
    cache.clear()


def test_who_leaves_leaves_no_tokens_behind(haneul, citizen, key):
    withdraw_from(user=citizen, keep_writings=True, at=timezone.now())
    announce_pending()
    assert not ApiToken.objects.exists()
