"""Person × deed × stage × rules: page, API, desk, verb and engine say the same of each, or this says who does not.

A line of a failure: rules, stage, person, deed: what the rule says, who says otherwise and what.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.journeys import catching_up
from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset, preset_keys
from tests.civic.agreement import doors
from tests.civic.agreement.deeds import Ask, by_doing, by_the_rules
from tests.civic.agreement.engine import by_the_engine, in_a_replay
from tests.civic.agreement.people import cast
from tests.civic.agreement.places import Place, places_out_of_sight, places_under
from tests.hostile.shares import share

# Asks of everybody something that no preset asks: so that each refusal is given by somebody.
STRICT: dict[str, Any] = {
    **preset("daejeon_2019").document,
    "eligibility": {
        "support": {"mail_confirmed": True, "no_staff": True},
        "dislike": {"ties": ["resides", "works"]},
        "comment": {"min_age": 14},
        "edit": {"identity": "certified"},
        "withdraw": {"mail_confirmed": True},
    },
    "counting": {"dislike": True},
    "limits": [],
}
# 일회 참여: an address that is confirmed once is enough.
ONCE: dict[str, Any] = {
    **preset("daejeon_2019").document,
    "eligibility": {deed: {"member": False, "mail_confirmed": True} for deed in ("support", "comment")},
}
RULES = {key: preset(key).document for key in preset_keys()}


@pytest.fixture(autouse=True)
def nobody_comes_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over is over, though no worker has come and no reader lets it go on."""
    monkeypatch.setattr(catching_up, "PATIENCE", timedelta(days=9999))


@pytest.fixture
def people(haneul: Any, make_citizen: Any, make_staff: Any) -> dict[str, Any]:
    return cast(make_citizen, make_staff)


@pytest.mark.parametrize("key", [*RULES, "strict", "once"])
def test_everybody_says_the_same(key: str, haneul: Any, people: dict[str, Any]) -> None:
    """Under the strictest rules four are asked at every place, everybody at some; elsewhere somebody at each.

    HOSTILE=all asks everybody at every place (see share).
    """
    document = {"once": ONCE}.get(key) or RULES.get(key, STRICT)
    version = publish_rules(
        process=Process.objects.get(), document=document, reason="시험", by=None, at=timezone.now()
    )
    visitors = {name: doors.Visitor(person, haneul) for name, person in people.items()}
    with doors.as_at(haneul):
        places = [*places_under(version, people["author"])]
        if document is STRICT:
            places += places_out_of_sight(version, people["author"], people["moderator"])
        found = [
            f"{key}, {place.name}, {name}, {line}"
            for place in places
            for name, visitor in visitors.items()
            if name in share(list(visitors), f"{key} {place.name}", 4 if document is STRICT else 1)
            for line in disagreements(visitor, place)
        ]
    assert not found, "\n".join([f"{len(found)} disagreements:", *found])


def disagreements(who: doors.Visitor, place: Place) -> Iterator[str]:
    proposal = place.proposal
    expected = by_the_rules(who.person, proposal)
    page = doors.on_the_page(who, proposal, expected)
    codes = {ask: verdict.code for ask, verdict in expected.items()}
    is_there = doors.NOT_THERE not in page.values()
    shown = codes if is_there else dict.fromkeys(Ask, doors.NOT_THERE)
    said = {
        "the page": (shown, page),
        "the API": (shown, doors.by_the_api(who, proposal, expected)),
        "pressing at the API": (shown, doors.by_pressing_at_the_api(who, proposal)),
        "why not": (shown, doors.by_asking_why(who, proposal, expected)),
        "the panel": (codes, doors.in_the_panel(who, proposal, expected) if is_there else {}),
        "the verb": (codes, by_doing(who.person, proposal)),
        "the desk": (codes, doors.at_the_desk(who, proposal, expected)),
        "the engine": (codes, by_the_engine(who, proposal)),
    }
    for witness, (wanted, told) in said.items():
        for ask in told.keys() & wanted.keys():
            if told[ask] != wanted[ask]:
                yield f"{ask.value}: {wanted[ask]} by the rule, {told[ask]} says {witness}"


@pytest.mark.parametrize("key", [*RULES, "strict"])
def test_a_replay_counts_what_would_have_counted(key: str, haneul: Any, people: dict[str, Any]) -> None:
    """Of somebody of whom everything is confirmed: a replay takes each act for one of a person who may."""
    version = publish_rules(
        process=Process.objects.get(),
        document=RULES.get(key, STRICT),
        reason="시험",
        by=None,
        at=timezone.now(),
    )
    found = []
    for place in places_under(version, people["author"]):
        expected = by_the_rules(people["adult living here"], place.proposal)
        for ask, counts in in_a_replay(place.proposal).items():
            if expected[ask].allowed != counts:
                found.append(f"{key}, {place.name}, {ask.value}: {expected[ask].code}, counted: {counts}")
    assert found == []
