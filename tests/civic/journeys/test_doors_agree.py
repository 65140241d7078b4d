"""One proposal, several people: the button on the page, the code of the API and the desk say the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from civic.api.tokens import create_token
from civic.journeys.advance import decide
from civic.journeys.explaining import explain_persona
from civic.processes.actions import publish_rules
from civic.processes.kinds import Deed, Outcome
from civic.processes.models import Process
from civic.processes.persons import persona_of
from civic.processes.presets import preset
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal

PRESETS = ["eunpyeong", "daejeon_2025", "incheon_2018", "gyeongnam", "seoul_2020"]
PEOPLE = ["stranger", "citizen", "author", "moderator"]
# Written to nobody: these are asked of the same rules with the same words.
WITHOUT_LIMITS: dict[str, Any] = {"limits": []}


@pytest.fixture
def people(haneul: Any, make_citizen: Any, make_staff: Any) -> dict[str, Any]:
    return {
        "stranger": None,
        "citizen": make_citizen("시민"),
        "author": make_citizen("제안한 사람"),
        "moderator": make_staff("moderator"),
    }


@pytest.fixture(params=PRESETS)
def proposal(request: pytest.FixtureRequest, people: dict[str, Any]) -> Proposal:
    key = request.param
    process = Process.objects.create(key=key.replace("_", "-"), name=key)
    document = {**preset(key).document, **WITHOUT_LIMITS}
    publish_rules(process=process, document=document, reason="시험", by=None, at=timezone.now())
    process.refresh_from_db()
    cache.clear()
    return submit_proposal(
        author=people["author"],
        writing=Writing("골목에 의자를 놓아 주세요", "쉬어 갈 곳이 없습니다."),
        version=process.current_version,
        at=timezone.now() - timedelta(hours=2),
    )


def accepted(proposal: Proposal, people: dict[str, Any]) -> bool:
    """Whether it was checked first, and so stands elsewhere now."""
    if proposal.stage != "screening":
        return False
    decide(proposal=proposal, outcome=Outcome.ACCEPTED, reason="", by=people["moderator"], at=timezone.now())
    proposal.refresh_from_db()
    return True


@pytest.mark.parametrize("who", PEOPLE)
def test_page_api_and_desk_give_the_same_codes(haneul, visit, people, proposal, who) -> None:
    compare(haneul, visit, people, proposal, who)
    if accepted(proposal, people):
        compare(haneul, visit, people, proposal, who)


def compare(haneul: Any, visit: Any, people: dict[str, Any], proposal: Proposal, who: str) -> None:
    person = people[who]
    visitor = visit(haneul, as_=person)
    page = visitor.get(f"/proposals/{proposal.pk}/")
    api = visit(haneul).get(f"/api/v1/proposals/{proposal.pk}/", headers=token_of(person))
    if page.status_code == 404:
        assert api.status_code == 404 and who in ("stranger", "citizen")
        return
    by_api = {row["deed"]: row["code"] for row in api.json()["deeds"]}
    why = visitor.get(f"/proposals/{proposal.pk}/why/").context["told"]
    assert {one.deed.value: one.verdict.code for one in why} == by_api
    panel = page.context["panel"]
    assert panel.verdict.code == by_api["support"]
    assert f'action="/proposals/{proposal.pk}/support/"' in page.content.decode() or by_api["support"] != "ok"
    if "dislike" in by_api:
        assert panel.dislike_verdict is None or panel.dislike_verdict.code == by_api["dislike"]
    assert page.context["comment_verdict"].code == by_api["comment"]
    assert page.context["may_edit"].allowed == (by_api["edit"] == "ok")
    assert page.context["may_withdraw"].allowed == (by_api["withdraw"] == "ok")
    assert at_the_desk(haneul, visit, people, proposal, who) == by_api
    does_what_it_says(haneul, visit, person, proposal, by_api)


def token_of(person: Any) -> dict[str, str]:
    if person is None:
        return {}
    _token, key = create_token(user=person, name="시험")
    return {"Authorization": f"Token {key}"}


def at_the_desk(
    haneul: Any, visit: Any, people: dict[str, Any], proposal: Proposal, who: str
) -> dict[str, str]:
    """The same person described in the desk's form."""
    person = people[who]
    known = persona_of(person) if person is not None else None
    asked: dict[str, Any] = {"ask": "1", "number": proposal.pk, "identity": "none"}
    if known is not None:
        asked |= {"signed_in": "on", "mail_confirmed": "on"} | ({"is_staff": "on"} if known.is_staff else {})
    if who == "author":
        asked["is_author"] = "on"
    told = visit(haneul, as_=people["moderator"]).get(reverse("desk:explain"), asked).context["told"]
    return {one.deed.value: one.verdict.code for one in told if one.deed != Deed.PROPOSE}


def does_what_it_says(
    haneul: Any, visit: Any, person: Any, proposal: Proposal, codes: dict[str, str]
) -> None:
    """Pressing the button answers with the code that was shown. Taken back, so that the next asks afresh."""
    if person is None:
        return
    path = f"/api/v1/proposals/{proposal.pk}/support/"
    answer = visit(haneul).put(path, headers=token_of(person))
    assert answer.json().get("code", "ok") == codes["support"]
    if answer.status_code == 200:
        visit(haneul).delete(path, headers=token_of(person))


def test_an_imagined_person_is_judged_like_the_real_one(people, proposal) -> None:
    accepted(proposal, people)
    at = timezone.now()
    imagined = explain_persona(persona_of(people["citizen"]), proposal.rules, proposal.item, at)
    assert {one.deed for one in imagined} >= {Deed.PROPOSE, Deed.SUPPORT, Deed.COMMENT}
    assert all(one.stages for one in imagined if one.deed != Deed.PROPOSE)
