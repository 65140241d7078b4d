"""One proposal, several people: the button on the page, the code of the API and the desk say the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from civic.api.tokens import create_token
from civic.journeys.advance import decide
from civic.journeys.explaining import explain_persona, verdict_on
from civic.journeys.held_apart import hold_rooms
from civic.processes.actions import publish_rules
from civic.processes.calendars import calendar_here
from civic.processes.document import Gate, Rules, counters_of, parse_rules
from civic.processes.kinds import COUNTING, Counter, Deed, Judged, Outcome, StageKind
from civic.processes.models import Process
from civic.processes.persons import persona_of
from civic.processes.presets import preset, preset_keys
from civic.processes.simulating import Past, micros, replay, with_count
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Ending, MoveCause, Proposal
from civic.proposals.moving import Cause, End, come_into

PRESETS = ["eunpyeong", "daejeon_2025", "incheon_2018", "gyeongnam", "seoul_2020"]
PEOPLE = ["stranger", "citizen", "author", "moderator"]
# Written to nobody: these are asked of the same rules with the same words.
WITHOUT_LIMITS: dict[str, Any] = {"limits": []}
INSTANT = timedelta(microseconds=1)
# Every kind of stage, under rules that ask for something and under rules that ask for nothing.
STAGES = [
    ("assembly", "endorsing"),
    ("cheongwon24", "reviewing"),
    ("seoul_2019", "answering"),
    ("sejong", "committee"),
    ("seoul_2020", "debating"),
    ("survey", "voting"),
    ("suwon", "carrying_out"),
    ("incheon_2018", "closed"),
]


def first_gate(rules: Rules) -> Gate | None:
    """The first plain one that is judged at once, where things begin by being counted."""
    gates = rules.first_stage.gates if rules.first_stage.kind in COUNTING else ()
    return next((one for one in gates if one.count and one.judged == Judged.ONCE), None)


COUNTED_FIRST = [key for key in preset_keys() if first_gate(parse_rules(preset(key).document))]


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
    return begun(request.param, people["author"])


def begun(key: str, author: Any) -> Proposal:
    """Two hours ago, under a preset's rules, in a process of their own."""
    process = Process.objects.create(key=key.replace("_", "-"), name=key)
    document = {**preset(key).document, **WITHOUT_LIMITS}
    publish_rules(process=process, document=document, reason="시험", by=None, at=timezone.now())
    process.refresh_from_db()
    assert process.current_version is not None
    cache.clear()
    return submit_proposal(
        author=author,
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


@pytest.mark.parametrize(("key", "stage"), STAGES)
def test_in_every_kind_of_stage_they_do(haneul, visit, people, key, stage) -> None:
    proposal = begun(key, people["author"])
    there = proposal.rules.stage(stage)
    end = End(Ending.ANSWERED) if there.kind == StageKind.CLOSED else None
    come_into(proposal=proposal, stage=there, cause=Cause(MoveCause.HAND), at=timezone.now(), end=end)
    hold_rooms(proposal, timezone.now())
    proposal.refresh_from_db()
    for who in PEOPLE:
        compare(haneul, visit, people, proposal, who)


@pytest.mark.parametrize("key", COUNTED_FIRST)
def test_the_simulator_counts_a_support_exactly_when_the_page_takes_one(haneul, make_citizen, key) -> None:
    """At the first instant of a window, at its last, and at the first that is too late."""
    proposal, citizen = begun(key, make_citizen("제안한 사람")), make_citizen("시민")
    gate = first_gate(proposal.rules)
    assert gate is not None
    rules = with_count(proposal.rules, gate.key, 1)
    counter = next(iter(counters_of(gate.when)))
    deed = Deed.COMMENT if counter == Counter.COMMENTS else Deed.SUPPORT
    begin, end = proposal.submitted_at, proposal.closes_at
    assert end is not None
    for moment in (begin + timedelta(hours=1), end - INSTANT, end, end + timedelta(days=1)):
        past = Past("1", begin, acts={counter: [micros(moment)]})
        (way,) = replay(rules, [past], calendar_here())
        verdict = verdict_on(citizen, proposal, deed, moment)
        is_over = verdict.code in ("window_closed", "stage_closed")
        assert bool(way.passed) != is_over, (moment, verdict.code)


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
    assert "support" in by_api or not panel.offers_support
    may_support = by_api.get("support", panel.verdict.code)
    assert panel.verdict.code == may_support
    if panel.offers_support:
        has_button = f'action="/proposals/{proposal.pk}/support/"' in page.content.decode()
        assert has_button or may_support != "ok"
    if "dislike" in by_api:
        assert panel.dislike_verdict is None or panel.dislike_verdict.code == by_api["dislike"]
    assert page.context["comment_verdict"].code == by_api["comment"]
    assert page.context["may_edit"].allowed == (by_api.get("edit") == "ok")
    assert page.context["may_withdraw"].allowed == (by_api.get("withdraw") == "ok")
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
    if person is None or "support" not in codes:
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
