"""A city is found at its own address: proven, served, watched, and set aside when somebody else may own it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context, public
from tenants.domains.actions import GRACE, ask_for_domain, look_again, make_primary, release_domain
from tenants.models import DomainState, Hostname, OwnDomain, RetiredHostname
from tenants.queries import forget_hosts, institution_at
from tenants.tasks import look_at_domains, look_at_new_domains

TALK = "talk.haneul.example"


def now():
    return timezone.now()


@pytest.fixture
def asked(haneul, names) -> OwnDomain:
    return ask_for_domain(institution=haneul, domain=TALK, at=now())


def prove(names, own: OwnDomain) -> None:
    names.says[f"_madang.{own.domain}", "TXT"] = [f'"madang-verify={own.proof}"']


def lead_here(names, domain: str = TALK) -> None:
    names.says[domain, "A"] = ["192.0.2.10"]


@pytest.fixture
def live(asked, names) -> OwnDomain:
    prove(names, asked)
    lead_here(names)
    assert look_again(own=asked, at=now()) == DomainState.LIVE
    return asked


def served(domain: str = TALK):
    forget_hosts()
    return institution_at(domain)


def fresh(own: OwnDomain) -> OwnDomain:
    with public():
        return OwnDomain.objects.get(pk=own.pk)


def test_a_name_is_served_once_it_is_proven_and_leads_here(haneul, asked, names, visit):
    assert look_again(own=asked, at=now()) == DomainState.ASKED
    prove(names, asked)
    names.says[TALK, "A"] = ["203.0.113.5"]
    assert look_again(own=asked, at=now()) == DomainState.PROVEN
    assert served() is None
    lead_here(names)
    assert look_again(own=asked, at=now()) == DomainState.LIVE
    assert served().pk == haneul.pk
    visitor = visit(haneul, SERVER_NAME=TALK)
    assert visitor.get("/", HTTP_HOST=TALK).status_code == 200


def test_somebody_elses_proof_proves_nothing(haneul, bada, asked, names):
    """Two may ask for the same name; whose record stands there gets it, and the other is told."""
    theirs = ask_for_domain(institution=bada, domain=TALK, at=now())
    prove(names, theirs)
    lead_here(names)
    assert look_again(own=asked, at=now()) == DomainState.ASKED
    assert look_again(own=theirs, at=now()) == DomainState.LIVE
    assert served().pk == bada.pk
    names.says[f"_madang.{TALK}", "TXT"] = [f'"madang-verify={one.proof}"' for one in (asked, theirs)]
    assert look_again(own=asked, at=now()) == DomainState.TAKEN
    assert served().pk == bada.pk


def test_a_silent_name_server_changes_nothing(live, names):
    names.is_silent = True
    for days in (0, 3, 30):
        assert look_again(own=fresh(live), at=now() + timedelta(days=days)) == DomainState.LIVE
    assert served() is not None and fresh(live).silent_at is not None


def test_a_name_whose_proof_stays_away_is_set_aside_in_time_and_comes_back_by_itself(haneul, live, names):
    make_primary(institution=haneul, domain=TALK, others_lead_there=True, at=now())
    proof = names.says.pop((f"_madang.{TALK}", "TXT"))
    began = now()
    assert look_again(own=fresh(live), at=began) == DomainState.FAILING
    assert look_again(own=fresh(live), at=began + GRACE - timedelta(seconds=1)) == DomainState.FAILING
    assert served() is not None
    assert look_again(own=fresh(live), at=began + GRACE) == DomainState.LOST
    assert served() is None
    with public():
        assert Hostname.objects.get(tenant=haneul, is_primary=True).domain == "haneul.localhost"
        assert RetiredHostname.objects.filter(domain=TALK).exists()
    names.says[f"_madang.{TALK}", "TXT"] = proof
    assert look_again(own=fresh(live), at=began + GRACE * 2) == DomainState.LIVE
    assert served().pk == haneul.pk


def test_administrators_are_told_in_good_time(haneul, live, names, make_staff):
    chief = make_staff("administrator")
    del names.says[f"_madang.{TALK}", "TXT"]
    look_again(own=fresh(live), at=now())
    look_again(own=fresh(live), at=now() + GRACE)
    while announce_pending():
        pass
    letters = OutboundMail.objects.filter(user=chief, subject__contains=TALK).order_by("pk")
    assert len(letters) == 3, "it leads here, its proof is missing, it was set aside"
    with public():
        kinds = Event.objects.filter(kind__startswith="tenants.domain.").values_list("kind", flat=True)
        assert {"tenants.domain.failing", "tenants.domain.lost"} <= set(kinds)


def test_what_was_given_back_rests_for_others_and_not_for_its_owner(haneul, bada, live):
    release_domain(own=live, at=now())
    assert served() is None
    with pytest.raises(ValidationError):
        ask_for_domain(institution=bada, domain=TALK, at=now())
    assert ask_for_domain(institution=haneul, domain=TALK, at=now()).state == DomainState.ASKED


@pytest.mark.parametrize(
    "domain",
    [
        "bada.localhost",
        "localhost",
        "go.kr",
        "xn--bj0bv9k.example",
        "192.0.2.1",
        "Talk.example",
        "a" * 64 + ".example",
        "haneul",
        "ha neul.example",
        "",
    ],
)
def test_names_that_nobody_can_have_are_refused_with_a_sentence(haneul, names, domain):
    with pytest.raises(ValidationError) as refusal:
        ask_for_domain(institution=haneul, domain=domain, at=now())
    assert refusal.value.messages[0]


def test_a_name_that_looks_like_the_neighbours_is_refused(haneul, bada, names):
    own = ask_for_domain(institution=bada, domain="bada-talk.example", at=now())
    prove(names, own)
    lead_here(names, own.domain)
    look_again(own=own, at=now())
    with pytest.raises(ValidationError):
        ask_for_domain(institution=haneul, domain="bada-ta1k.example", at=now())


def test_readers_are_led_to_the_main_address_and_what_is_sent_is_taken(haneul, live, visit):
    make_primary(institution=haneul, domain=TALK, others_lead_there=True, at=now())
    forget_hosts()
    visitor = visit(haneul)
    visitor.defaults["HTTP_HOST"] = "haneul.localhost"
    answer = visitor.get("/proposals/?sort=closing")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"http://{TALK}:8000/proposals/?sort=closing",
    )
    assert visitor.get("/api/v1/proposals/").status_code == 200
    assert visitor.post("/sign-in/", {}).status_code != 301
    assert visitor.get("/", HTTP_HOST=TALK).status_code == 200


def test_the_proxy_gets_certificates_for_our_names_and_nobody_elses(haneul, live, client):
    def asked(name: str, **more: str) -> int:
        return client.get(
            "/internal/certificate/", {"domain": name}, HTTP_HOST="web:8000", **more
        ).status_code

    forget_hosts()
    assert [asked(one) for one in (TALK, "haneul.localhost", "console.localhost", "localhost")] == [200] * 4
    assert [asked(one) for one in ("evil.example", "x" * 300, "", "a b", "*.localhost")] == [404] * 5
    through_it = client.get(
        "/internal/certificate/",
        {"domain": TALK},
        HTTP_HOST="haneul.localhost",
        HTTP_X_FORWARDED_FOR="192.0.2.1",
    )
    assert through_it.status_code == 404


def test_the_clock_looks_at_every_name_whatever_happens_to_one(haneul, bada, live, names, monkeypatch):
    from tenants import tasks

    own = ask_for_domain(institution=bada, domain="talk.bada.example", at=now())
    prove(names, own)
    lead_here(names, own.domain)
    seen, real = [], tasks.look_again

    def look(*, own, at):
        seen.append(own.domain)
        if own.domain == TALK:
            raise RuntimeError("one that fails")
        return real(own=own, at=at)

    monkeypatch.setattr(tasks, "look_again", look)
    assert (look_at_domains(), look_at_new_domains()) == (1, 1)
    assert seen == [TALK, own.domain]
    assert fresh(own).state == DomainState.LIVE


def test_the_page_takes_a_pasted_address_and_shows_what_to_write(haneul, bada, names, visit, make_staff):
    chief = visit(haneul, as_=make_staff("administrator"))
    answer = chief.post("/desk/addresses/", {"domain": " HTTPS://Talk.Haneul.example/proposals/ "})
    assert answer.status_code == 302
    with public():
        own = OwnDomain.objects.get()
    page = chief.get("/desk/addresses/").content.decode()
    assert f"madang-verify={own.proof}" in page and f"_madang.{TALK}" in page
    wrong = chief.post("/desk/addresses/", {"domain": "localhost/x"})
    assert wrong.status_code == 422 and "localhost" in wrong.content.decode()
    prove(names, own)
    lead_here(names)
    chief.post(f"/desk/addresses/{own.pk}/look/")
    assert fresh(own).state == DomainState.LIVE
    chief.post("/desk/addresses/main/", {"domain": TALK})
    with public():
        assert Hostname.objects.get(tenant=haneul, is_primary=True).domain == TALK
    with institution_context(bada):
        neighbour = make_staff("administrator")
    there = visit(bada, as_=neighbour)
    assert there.post(f"/desk/addresses/{own.pk}/look/").status_code == 404
    assert there.post(f"/desk/addresses/{own.pk}/return/").status_code == 404
    there.post("/desk/addresses/main/", {"domain": TALK})
    with public():
        assert Hostname.objects.get(domain=TALK).tenant_id == haneul.pk
