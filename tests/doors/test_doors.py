"""Every address × every kind of visitor.

Whoever must not get in tries every door; of two whose cookies are another house's, and who are strangers here, one by
share. Of those who are let in, be it to be told that only forms lead there, the first tries it and another by share.
HOSTILE=all leaves nobody out (tests/hostile/shares.py).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps

from civic.people.models import StaffRole
from civic.privacy.models import Look
from platform_core.access.sealed_fields import SealedJSONField, SealedTextField
from platform_core.accounts.models import User
from tenants.context import institution_context
from tests.doors.addresses import addresses, names
from tests.doors.kinds import NOT_A_PAGE
from tests.doors.setting import CANARY
from tests.doors.setting import INSTITUTION as INSTITUTION_URLS
from tests.doors.table import (
    CONSOLE_MACHINES,
    CONSOLE_OPEN_PAGES,
    CONSOLE_OPERATOR_FORMS,
    CONSOLE_OPERATOR_PAGES,
    CONSOLE_TRIALS,
    INSTITUTION,
)
from tests.fixtures.visiting import knock
from tests.hostile.shares import share

CONSOLE_URLS = "platform_core.project.urls_console"
INSTITUTION_NAMES = sorted(addresses(INSTITUTION_URLS))


def test_every_address_of_an_institution_stands_in_the_table():
    assert set(addresses(INSTITUTION_URLS)) == set(INSTITUTION)


@pytest.mark.parametrize("urlconf", [INSTITUTION_URLS, CONSOLE_URLS])
def test_no_two_addresses_have_one_name(urlconf):
    """A link to the one would lead to the other."""
    assert [name for name, times in Counter(names(urlconf)).items() if times > 1] == []


def test_every_address_of_the_console_stands_in_the_table():
    own = {name for name in addresses(CONSOLE_URLS) if name not in INSTITUTION}
    everything = CONSOLE_OPEN_PAGES | CONSOLE_OPERATOR_PAGES | CONSOLE_OPERATOR_FORMS
    assert own == everything | CONSOLE_TRIALS | CONSOLE_MACHINES


WHO = ["stranger", "citizen", "respondent", "moderator", "administrator", "head", "neighbour", "operator"]
FROM_ELSEWHERE = ["neighbour", "operator"]
LET_IN = (200, NOT_A_PAGE)


@dataclass(frozen=True, slots=True)
class Seen:
    status: int
    words: str
    # In the log of who looked at whom.
    is_noted: bool = False


def who_tries(name: str) -> list[str]:
    wanted = INSTITUTION[name].visitors()
    let_in = [who for who in WHO if wanted[who] in LET_IN]
    if name.startswith("desk:"):  # whoever sees most comes first
        let_in.sort(key=lambda who: who != "administrator")
    kept_out = [who for who in WHO if wanted[who] not in LET_IN and who not in FROM_ELSEWHERE]
    kept_out += share([who for who in FROM_ELSEWHERE if wanted[who] not in LET_IN], name, 1)
    return [*kept_out, *let_in[:1], *share(let_in[1:], name, 1)]


@pytest.fixture(scope="module")
def seen(setting, next_door, standing) -> dict[tuple[str, str], Seen]:
    """What everybody finds behind every address: opened once for all that only look."""
    found = {}
    for who in WHO:
        visitor = knock(standing.haneul, as_=setting.people[who])
        for name in INSTITUTION_NAMES:
            if who not in who_tries(name):
                continue
            before = looks_at(standing.haneul, name)
            answer = visitor.get(setting.address(name))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            is_noted = looks_at(standing.haneul, name) > before
            found[who, name] = Seen(answer.status_code, body.decode(errors="replace"), is_noted)
    return found


def looks_at(institution: Any, name: str) -> int:
    """How many lines the log of looks has; asked around pages of the desk alone."""
    if not name.startswith("desk:"):
        return 0
    with institution_context(institution):
        return Look.objects.count()


def ways_to_people() -> set[str]:
    """Every address and telephone that is kept of somebody who does not work here, wherever a room keeps it."""
    staff = StaffRole.objects.values("user")
    found = set(User.objects.exclude(pk__in=staff).values_list("email", flat=True))
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField | SealedJSONField):
                for kept in model._default_manager.values_list(field.attname, flat=True):
                    found.update(words_in(kept))
    return {one for one in found if "@" in one or sum(letter.isdigit() for letter in one) > 7}


def words_in(kept: Any) -> Iterator[str]:
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, dict | list):
        for one in kept.values() if isinstance(kept, dict) else kept:
            yield from words_in(one)


def test_each_visitor_gets_what_the_table_says(seen, haneul):
    wanted = {(who, name): INSTITUTION[name].visitors()[who] for who, name in seen}
    assert {at: one.status for at, one in seen.items() if one.status != wanted[at]} == {}


def test_whoever_is_shown_with_an_address_at_the_desk_is_in_the_log_of_looks(seen, standing):
    """A new page that shows how people are reached says so with `shows` (civic/desk/looking.py), or fails here."""
    with institution_context(standing.haneul):
        ways = ways_to_people()
    showing = [
        at for at, one in seen.items() if at[1].startswith("desk:") and any(way in one.words for way in ways)
    ]
    assert len(showing) > 3 and [at for at in showing if not seen[at].is_noted] == []


def test_no_page_of_one_city_shows_a_word_of_the_next(seen, haneul, visit):
    assert [at for at, one in seen.items() if CANARY in one.words] == []
    found = visit(haneul).get("/proposals/", {"q": CANARY})
    # The page repeats what was searched for; it finds nothing.
    assert "/proposals/9" not in found.content.decode()


@pytest.mark.parametrize("who", ["stranger", "citizen", "neighbour"])
def test_nobody_from_a_city_reaches_the_console(setting, haneul, visit, who):
    visitor = visit(None, as_=setting.people[who])
    routes = addresses(CONSOLE_URLS)
    for name in CONSOLE_OPERATOR_PAGES | CONSOLE_OPERATOR_FORMS:
        status = visitor.get("/" + re.sub(r"<[^>]+>", "1", routes[name])).status_code
        assert status == (405 if name in CONSOLE_OPERATOR_FORMS else 302), name


def test_the_demos_pages_are_gone_elsewhere(haneul, visit, settings):
    settings.DEMO = False
    settings.DEBUG = False
    for path in ("/inbox/", "/inbox/1/", "/gallery/"):
        assert visit(haneul).get(path).status_code == 404


def test_no_form_is_taken_without_its_token(setting, haneul, visit):
    """CSRF: every address that changes something refuses a POST that did not come from our page."""
    visitor = visit(haneul, as_=setting.people["administrator"], enforce_csrf_checks=True)
    passed = []
    for name in INSTITUTION_NAMES:
        # One-click unsubscribing is a POST by the mail program: its token is its right.
        if name.startswith("api:") or name in ("portal:unsubscribe", "portal:digest_stop"):
            continue
        status = visitor.post(setting.address(name)).status_code
        if status not in (403, 405):
            passed.append((name, status))
    assert passed == []


def test_what_is_not_there_is_not_there_whatever_the_number(setting, haneul, visit):
    """Absent and not-yours alike: every address with a number, tried with one that leads nowhere."""
    visitor = visit(haneul, as_=setting.people["administrator"])
    found = {}
    for name, route in addresses(INSTITUTION_URLS).items():
        for number in share(["0", "999999999", "9" * 30], name, 1) if "<int:" in route else []:
            path = "/" + re.sub(r"<int:\w+>", number, route)
            if "<" not in path:
                found[name, path] = visitor.get(path).status_code
    assert len(found) > 100
    assert {at: status for at, status in found.items() if status not in (404, 405, 302)} == {}
