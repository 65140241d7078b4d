"""Nothing crosses from one institution to the next: ids, files, tokens, words."""

from dataclasses import dataclass
from typing import Any

import pytest

from civic.proposals.models import Comment, Proposal, Support
from platform_core.accounts.models import User
from tenants.context import institution_context
from tests.doors.setting import CANARY, Setting
from tests.fixtures.visiting import knock
from tests.hostile.shares import share

# What is addressed by something else than an id: proven in tests of their own, or the same everywhere.
NOT_BY_ID = {
    "themes:stylesheet",
    # By what is in them: tests/themes/test_icons.py.
    "themes:own_emblem",
    "themes:icon_svg",
    "themes:icon",
    "themes:share",
    # The pages on which a look is tried have the same names everywhere.
    "themes:preview",
    "desk:rules_version",
    # What is on the shelf is there for everybody.
    "desk:rules_library_entry",
    "themes:taking",
    # Named by a language, which both cities speak, and by words or numbers that both have in it.
    "desk:glossary_new",
    "desk:glossary_word",
    "desk:glossary_usual",
    "desk:words_in",
    "desk:words_return",
    "invitation:invitation",
    "portal:unsubscribe",
    # Every tree begins with the same tile.
    "portal:ledger_tile",
    "portal:guide_versions",
    "portal:guide_version",
    "portal:guide_difference",
    "portal:guide_poster",
    "api:process_version",
    # Chapters and stages of the guide are those of the product.
    "desk:guide_chapter",
    "desk:guide_new_point",
    "desk:guide_new_case",
    "desk:guide_step",
    "desk:guide_step_back",
    # Plans go by their year.
    "desk:guide_plan",
    "desk:guide_plan_writing",
    "desk:guide_plan_edition",
}


@dataclass(frozen=True, slots=True)
class Tried:
    got: int
    posted: int
    words: str


@pytest.fixture(scope="module")
def tried(setting, standing, next_door) -> tuple[dict[tuple[str, str], Tried], list[Any]]:
    """What is found behind every id of the next city, asked and sent something; and how it was there before.

    By who may most, and by share by one of the others: HOSTILE=all leaves nobody out.
    """
    with institution_context(standing.bada):
        before = _state()
    found = {}
    for who in ("stranger", "citizen", "administrator"):
        visitor = knock(standing.haneul, as_=setting.people[who])
        for name, arguments in next_door.items():
            if name in NOT_BY_ID or who not in ["administrator", *share(["stranger", "citizen"], name, 1)]:
                continue
            address = Setting({}, {name: arguments}).address(name)
            got, posted = visitor.get(address), visitor.post(address, {"reason": "x", "standing": "hidden"})
            words = got.content.decode() + posted.content.decode()
            found[who, name] = Tried(got.status_code, posted.status_code, words)
    return found, before


def test_an_id_of_the_next_city_leads_nowhere(tried, haneul):
    tried, _before = tried
    assert {at: one.got for at, one in tried.items() if one.got not in (404, 405, 302)} == {}
    assert {at: one.posted for at, one in tried.items() if one.posted not in (404, 403, 405, 302)} == {}
    assert [at for at, one in tried.items() if CANARY in one.words] == []


def test_nothing_was_changed_next_door_by_trying(tried, bada):
    _tried, before = tried
    assert _state() == before


def _state() -> list[Any]:
    return [
        list(
            Proposal.objects.order_by("pk").values("pk", "standing", "stage", "category_id", "department_id")
        ),
        list(Comment.objects.order_by("pk").values("pk", "standing", "body", "support_count")),
        Support.objects.count(),
        User.objects.count(),
    ]


def test_a_letters_link_of_the_next_city_stops_nothing_here(setting, haneul, visit, next_door):
    answer = visit(haneul).post(Setting({}, next_door).address("portal:unsubscribe"))
    assert answer.status_code in (404, 410, 400)
    assert visit(haneul).get(Setting({}, next_door).address("invitation:invitation")).status_code in (
        404,
        410,
    )


def test_a_cookie_of_the_next_city_opens_nothing_here(haneul, bada, visit, make_citizen):
    there = make_citizen("이웃", at=bada)
    with_their_cookie = visit(haneul, as_=there)
    assert with_their_cookie.get("/me/").status_code == 302
    assert with_their_cookie.get("/me/account/").status_code == 302
