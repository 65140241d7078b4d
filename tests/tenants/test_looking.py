"""Looking twice before an institution is made: at its mail, at its name, at names that read alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from platform_core.web import dns
from platform_core.web.dns import DnsSilent
from tenants.actions import suspend
from tenants.context import public
from tenants.models import Hostname, OwnDomain, RetiredHostname
from tenants.provisioning.batches.reading import judged_rows
from tenants.provisioning.looking import look_at
from tenants.provisioning.order import InstitutionOrder, check_order

GOOD = {"name": "별시", "host": "byeol.localhost", "administrator_email": "a@example.org"}


class Record:
    """An answer of a name server."""

    def __init__(self, text: str) -> None:
        self.exchange, self.text = self, text

    def to_text(self) -> str:
        return self.text


@pytest.fixture
def answers(monkeypatch, settings):
    """What name servers say: {("example.org", "MX"): […]}; None is silence."""
    settings.ASK_WHETHER_MAIL_ARRIVES = True
    said: dict[tuple[str, str], list[str] | None] = {}
    asked: list[str] = []

    def ask(name: str, kind: str) -> list[Record]:
        asked.append(name)
        found = said.get((name, kind), [])
        if found is None:
            raise DnsSilent(name)
        return [Record(one) for one in found]

    monkeypatch.setattr(dns, "_ask", ask)
    said["asked", "all"] = asked
    return said


def look(**changes):
    return look_at(InstitutionOrder(**{**GOOD, **changes}))


@pytest.mark.parametrize(
    ("kind", "said"), [("MX", ["mail.example.org."]), ("A", ["192.0.2.1"]), ("AAAA", ["2001:db8::1"])]
)
def test_letters_arrive_where_a_mail_server_or_an_address_is(db, answers, kind, said):
    answers["example.org", kind] = said
    assert look() == look_at(InstitutionOrder(**GOOD)) and look().faults == {} and look().cautions == {}


@pytest.mark.parametrize("said", [[], ["."]])
def test_a_domain_that_takes_no_mail_is_said_before_anything_is_made(db, answers, said):
    answers["example.org", "MX"] = said
    assert set(look().faults) == {"administrator_email"}


def test_a_silent_name_server_warns_and_keeps_nobody_out(db, answers):
    answers["example.org", "MX"] = None
    found = look()
    assert found.faults == {} and set(found.cautions) == {"administrator_email"}


def test_a_table_asks_each_domain_once_and_nobody_after_the_first_silence(db, answers):
    answers["example.org", "MX"] = None
    names = "가나다라마바사아"
    rows = "".join(
        f"{name}시,town{'abcdefgh'[n]}q,a@example{n % 3 or ''}.org\n" for n, name in enumerate(names)
    )
    judged = judged_rows(f"name,address,administrator_email\n{rows}".encode())
    assert all(row.faults == {} and set(row.cautions) == {"administrator_email"} for row in judged)
    assert answers["asked", "all"] == ["example.org"]


def test_a_namesake_of_any_standing_is_asked_about_and_not_refused(haneul):
    suspend(institution=haneul, reason="점검", at=timezone.now())
    found = look(name=" 하늘 시", host="other.localhost")
    assert found.faults == {} and "haneul.localhost" in str(found.cautions["name"])
    assert look(name="하늘군", host="other.localhost").cautions == {}


@pytest.mark.parametrize(
    "host",
    ["ha-neul.localhost", "haneu1.localhost", "hameul.localhost", "HANEUL.localhost", "하늘.localhost"],
)
def test_hosts_that_read_like_another(haneul, host):
    with public():
        Hostname.objects.create(domain="hanneul.localhost", tenant=haneul, is_primary=False)
    assert set(check_order(InstitutionOrder(**{**GOOD, "host": host}))) == {"host"}


def test_a_name_that_somebody_proves_or_had_until_recently_is_not_to_be_had(haneul):
    now = timezone.now()
    with public():
        OwnDomain.objects.create(
            institution=haneul, domain="sotong.example", proof="x", asked_at=now, proven_at=now
        )
        OwnDomain.objects.create(institution=haneul, domain="dream.example", proof="x", asked_at=now)
        RetiredHostname.objects.create(domain="dalbit.localhost", retired_at=now - timedelta(days=3))
    for host, is_free in (("sotong.example", False), ("dream.example", True), ("da1bit.localhost", False)):
        assert ("host" in check_order(InstitutionOrder(**{**GOOD, "host": host}))) is not is_free, host
