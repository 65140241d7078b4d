"""Every kind of token of one city is refused in the other.

Codes by letter, sessions, second factors, API keys, services' answers, guardians' links and codes without an account
have tests of their own (test_joining, test_traps, test_second_factor, test_api, test_coming_in, test_guardians,
test_one_time), and rows of a token are in each city's own schema. This holds the signed words, and says of every file
that signs something what binds it to its city: a new one fails here until that is said.
"""

import json
import re
from pathlib import Path

import pytest
from altcha.v2 import Challenge, Payload, solve_challenge
from django.core.cache import cache
from django.utils.timezone import now

from civic.content import preview
from civic.content.models import Arrangement, Place
from civic.efficacy import digest
from civic.notifications import unsubscribe
from civic.notifications.models import NewsKind
from civic.portal import sent_codes
from civic.visits.passes import Pass, read_pass, write_pass
from platform_core.access import Refused
from platform_core.accounts import work
from platform_core.accounts.models import User
from tenants.context import institution_context
from tests.fixtures.people import new_citizen

ROOT = Path(__file__).parents[3]
SIGNS = re.compile(r"django\.core\.signing|django\.core import .*signing|salted_hmac\(")
BOUND = {
    "tenants/signing.py": "the institution's key is in the salt",
    "civic/content/preview.py": "the schema is in the salt",
    "civic/portal/kiosk_frame.py": "the schema is in the salt; the device is a row of the schema",
    "civic/portal/sent_codes.py": "the schema is in what is hashed; kept in a session of the schema",
    "civic/portal/going.py": "the session's key is in it, and sessions are rows of the schema",
    "platform_core/access/sources.py": "the schema is in the salt",
    "platform_core/accounts/work.py": "the schema is in the salt",
    "platform_core/accounts/models.py": "the schema is in the salt",
    "platform_core/outbound/bounces.py": "the institution's key is in it",
    "tenants/moving/ordering.py": "the institution's number is in the salt",
    "tenants/trials/actions.py": "of the platform itself, before there is an institution",
}


def test_every_file_that_signs_says_what_binds_it_to_its_city():
    rooms = ("civic", "platform_core", "tenants", "billing", "themes")
    files = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    found = {path.relative_to(ROOT).as_posix() for path in files if SIGNS.search(path.read_text())}
    assert found == set(BOUND)


@pytest.fixture
def twins(haneul, bada):
    """A person with one number in both cities: only what is signed can tell them apart."""
    kim = new_citizen()
    with institution_context(bada):
        User.objects.create_user("kim@example.org", None, pk=kim.pk, name="옆집")
    return kim


def test_a_link_of_one_city_names_nobody_in_the_next(haneul, bada, twins):
    kind = list(NewsKind)[0]
    wish, digests = unsubscribe.unsubscribe_token(twins, kind), digest.digest_token(twins)
    assert unsubscribe.read_token(wish) == (twins, kind) and digest.read_digest_token(digests) == twins
    with institution_context(bada):
        assert unsubscribe.read_token(wish) is None and digest.read_digest_token(digests) is None


def test_a_preview_a_pass_a_work_a_ticket_and_a_code_are_of_one_city(haneul, bada, monkeypatch):
    cache.clear()
    shown = Arrangement.objects.create(place=Place.PAGE, slug="seen", created_at=now())
    with institution_context(bada):
        Arrangement.objects.create(pk=shown.pk, place=Place.PAGE, slug="next", created_at=now())
    look, key = preview.preview_token(shown), "0" * 8 + "-0000-4000-8000-" + "0" * 12
    visit = write_pass(Pass(key, 1, "오운영", "점검", 15, haneul.primary_host))
    asked = Challenge.from_dict(json.loads(work.new_work().challenge))
    proof, ticket = Payload(asked, solve_challenge(asked)).to_base64(), work.new_work().ticket
    monkeypatch.setattr(work, "RIPE_AFTER", 0)
    code = sent_codes._hash("one_time", "1234-5678")
    with institution_context(bada):
        assert preview.arrangement_behind(look) is None
        with pytest.raises(Refused):
            read_pass(visit, host=haneul.primary_host)
        assert not work.is_done(proof) and work.seconds_to_wait(ticket) is None
        assert sent_codes._hash("one_time", "1234-5678") != code
    assert preview.arrangement_behind(look) == shown
    assert read_pass(visit, host=haneul.primary_host).minutes == 15
    assert work.is_done(proof) and work.seconds_to_wait(ticket) == 0
