"""Somebody shows once who they are, in whichever way they can; one person is one participant."""

import io
from datetime import timedelta

import pytest
from django.utils.timezone import now

from civic.identity.checking import years_since
from civic.identity.codes import LETTERS, end_codes, make_codes, use_code
from civic.identity.letters import ADDRESS_LASTS, CODE_LASTS, ask_for_letter, let_old_ones_go
from civic.identity.models import InvitationCode, Kind, PersonKey, PostalCheck, Purpose
from civic.people.confirming import confirmations_of
from civic.people.models import Confirmation, Confirmed
from civic.processes.kinds import Identity
from civic.processes.persons import is_verified, persona_of
from platform_core.access import Refused
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from tenants.context import institution_context
from tests.civic.identity.services import PORTONE_SECRET
from tests.civic.identity.test_coming_in import own
from tests.fixtures.people import new_citizen, new_staff

PAGE = "/proposals/new/?draft=3"
CI = "Qk1NZXQ5VjZ0d1hNbDJkT2Y3c1ZhVzZ0OGx3QTJmMGZ3M1J0eG1hT1Q5d0E9PQ=="


def checks(visitor, service, *, key="mobile-id", to=PAGE):
    """Opens the page, presses the service, is checked there and comes back; our answer."""
    page = visitor.get(f"/me/confirmations/?next={to}").content.decode()
    press = page.split(f"/with/{key}/?press=")[1].split("&")[0].split('"')[0]
    away = visitor.get(f"/me/confirmations/with/{key}/?press={press}&next={to}")
    assert away["Location"].startswith(service.address), away["Location"]
    return visitor.get(own(service.goes(away["Location"])))


@pytest.fixture
def mobile_id(service, enter):
    service.person = {
        "sub": "m-1",
        "ci": CI,
        "birthdate": "1990-05-17",
        "address": {"region": "하늘시 구름동"},
    }
    enter(
        service,
        key="mobile-id",
        purpose=Purpose.IDENTITY,
        person_claim="ci",
        place_claim="address.region",
        places=["하늘시"],
    )
    return service


def everything_stored():
    """Every row of the institution's schema as text: for looking whether something is in it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        said = io.StringIO()
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said.writelines(row[0] for row in cursor.fetchall())
    return said.getvalue()


def test_only_the_yes_is_kept_and_the_page_is_not_lost(haneul, visit, mobile_id):
    citizen = new_citizen()
    visitor = visit(haneul, as_=citizen)
    answer = checks(visitor, mobile_id)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    persona = persona_of(User.objects.get(pk=citizen.pk))
    assert persona.identity == Identity.CERTIFIED and persona.age >= 35 and len(persona.ties) == 1
    ends = Confirmation.objects.get(user=citizen, kind=Confirmed.RESIDES).expires_at
    assert timedelta(days=364) < ends - now() <= timedelta(days=365)
    stored = everything_stored()
    for secret in (CI, "1990-05-17", "19900517", "구름동", "m-1"):
        assert secret not in stored.replace(visitor.session.session_key, ""), secret
    row = PersonKey.objects.get()
    assert row.user == citizen and len(row.key) == 64


def test_the_same_person_through_two_services_counts_once_and_may_come_back(
    haneul, visit, services, mobile_id, enter
):
    """Whatever ways they came in: the second account is told which the first one is, and changes nothing."""
    first, second = new_citizen(email="first@example.org"), new_citizen(email="second@example.org")
    checks(visit(haneul, as_=first), mobile_id)
    enter(services[1], key="bank", purpose=Purpose.IDENTITY, person_claim="ci", name="은행 인증")
    services[1].person = {"sub": "another number", "ci": CI, "birthdate": "19900517"}
    other = visit(haneul, as_=second)
    answer = checks(other, services[1], key="bank")
    page = answer.content.decode()
    assert answer.status_code == 409 and "f•••@example.org" in page and "first@" not in page
    assert "/sign-in/?next=/proposals/new/" in page
    assert not confirmations_of(second, now()).exists() and PersonKey.objects.count() == 1
    assert not is_verified(User.objects.get(pk=second.pk))
    # The first one may be checked by both.
    assert checks(visit(haneul, as_=first), services[1], key="bank")["Location"] == PAGE
    assert PersonKey.objects.get().user == first


def test_a_new_pepper_recognises_whom_the_old_one_knew(haneul, visit, mobile_id, settings):
    settings.CONTACT_PEPPERS = {1: "a long first pepper"}
    first, second = new_citizen(), new_citizen()
    checks(visit(haneul, as_=first), mobile_id)
    settings.CONTACT_PEPPERS = {1: "a long first pepper", 2: "a long second pepper"}
    assert checks(visit(haneul, as_=second), mobile_id).status_code == 409
    checks(visit(haneul, as_=first), mobile_id)
    assert (PersonKey.objects.get().pepper, PersonKey.objects.get().user) == (2, first)
    settings.CONTACT_PEPPERS = {2: "a long second pepper"}
    assert checks(visit(haneul, as_=second), mobile_id).status_code == 409


def test_one_person_is_somebody_else_in_another_city_and_nobody_after_leaving(
    haneul, bada, visit, mobile_id, enter
):
    citizen = new_citizen()
    checks(visit(haneul, as_=citizen), mobile_id)
    key = PersonKey.objects.get().key
    with institution_context(bada):
        enter(mobile_id, key="mobile-id", purpose=Purpose.IDENTITY, by=new_staff(), person_claim="ci")
        neighbour = new_citizen()
    checks(visit(bada, as_=neighbour), mobile_id)
    with institution_context(bada):
        assert PersonKey.objects.get().key != key
    withdraw_from(user=citizen, keep_writings=True, at=now())
    announce_pending()
    assert not PersonKey.objects.exists()


@pytest.mark.parametrize(
    ("mode", "claims"),
    [
        ("another_key", {}),
        ("of_another_attempt", {}),
        ("garbage", {}),
        ("slow", {}),
        ("honest", {"ci": ""}),  # says nothing about which person it is
        ("honest", {"birthdate": "2014-01-01"}),  # a child
    ],
)
def test_a_check_that_does_not_hold_confirms_nothing(haneul, visit, mobile_id, mode, claims):
    citizen = new_citizen()
    visitor = visit(haneul, as_=citizen)
    page = visitor.get("/me/confirmations/").content.decode()
    press = page.split("?press=")[1].split('"')[0]
    away = visitor.get(f"/me/confirmations/with/mobile-id/?press={press}&next={PAGE}")["Location"]
    back = own(mobile_id.goes(away))
    mobile_id.mode = mode
    mobile_id.person = {**mobile_id.person, **claims}
    answer = visitor.get(back)
    if "birthdate" in claims:
        assert answer.status_code == 409
    else:
        assert answer["Location"].startswith("/me/confirmations/?next=%2Fproposals%2Fnew")
    assert not Confirmation.objects.exists() and not PersonKey.objects.exists()


def test_nobody_is_checked_by_a_link_of_somebody_else(haneul, visit, mobile_id):
    """Neither by a link on another site, nor with an answer that another account went for."""
    victim = visit(haneul, as_=new_citizen())
    there = victim.get("/me/confirmations/with/mobile-id/?press=guess")
    assert there["Location"] == "/me/confirmations/"
    thief = visit(haneul, as_=new_citizen())
    press = thief.get("/me/confirmations/").content.decode().split("?press=")[1].split('"')[0]
    back = own(mobile_id.goes(thief.get(f"/me/confirmations/with/mobile-id/?press={press}")["Location"]))
    assert victim.get(back)["Location"] == "/sign-in/"
    assert not PersonKey.objects.exists()


def test_portone_is_asked_about_the_number_we_made_and_nothing_else(haneul, visit, service, enter):
    enter(
        service,
        key="phone",
        kind=Kind.PORTONE,
        purpose=Purpose.IDENTITY,
        secret=PORTONE_SECRET,
        client_id="store-1",
        channel="channel-1",
    )
    citizen = new_citizen()
    visitor = visit(haneul, as_=citizen)
    press = visitor.get("/me/confirmations/").content.decode().split("?press=")[1].split('"')[0]

    def opens_the_window():
        page = visitor.get(f"/me/confirmations/with/phone/?press={press}&next={PAGE}")
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self' https://cdn.portone.io" in policy and "unsafe" not in policy
        return page.content.decode().split('data-number="')[1].split('"')[0]

    done = {"status": "VERIFIED", "verifiedCustomer": {"ci": CI, "birthDate": "1990-05-17", "name": "김하늘"}}
    service.checks["made-up"] = done
    assert visitor.get("/me/confirmations/back/?identityVerificationId=made-up").status_code == 302
    for outcome in ({"status": "READY"}, {"status": "FAILED"}, {**done, "id": "another"}, {}):
        number = opens_the_window()
        service.checks[number] = outcome
        visitor.get(f"/me/confirmations/back/?identityVerificationId={number}&code=ok")
    assert not PersonKey.objects.exists()
    number = opens_the_window()
    service.checks[number] = done
    back = f"/me/confirmations/back/?identityVerificationId={number}"
    assert visitor.get(back)["Location"] == PAGE and PersonKey.objects.get().user == citizen
    Confirmation.objects.all().delete()
    visitor.get(back)  # once
    assert not Confirmation.objects.exists()


# --- Without a telephone ------------------------------------------------------------


def test_a_code_of_the_institution_is_good_once(haneul, visit, administrator):
    made = make_codes(
        label="하늘중 2학년",
        confirms=[Confirmed.STUDIES, Confirmed.IDENTITY],
        count=3,
        until=now() + timedelta(days=30),
        by=administrator,
        at=now(),
    )
    assert len(set(made.codes)) == 3 and set("".join(made.codes)) <= {*LETTERS, "-"}
    assert not any(code.replace("-", "") in everything_stored() for code in made.codes)
    first, second = new_citizen(), new_citizen()
    visitor = visit(haneul, as_=first)
    typed = f" {made.codes[0].lower().replace('-', ' ')} "
    answer = visitor.post("/me/confirmations/code/", {"code": typed, "next": PAGE})
    assert answer["Location"] == PAGE and persona_of(first).identity == Identity.CERTIFIED
    again = visit(haneul, as_=second).post("/me/confirmations/code/", {"code": made.codes[0]})
    assert again.status_code == 422 and made.codes[0] in again.content.decode()
    end_codes(batch=made.batch, by=administrator, at=now())
    with pytest.raises(Refused):
        use_code(code=made.codes[1], user=second, at=now())
    assert InvitationCode.objects.filter(used_at__isnull=False).count() == 1


def test_codes_cannot_be_guessed_all_night(haneul, visit):
    visitor = visit(haneul, as_=new_citizen())
    answers = [visitor.post("/me/confirmations/code/", {"code": "AAAA-AAAA-AAAA"}) for _try in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def test_who_types_the_code_of_the_letter_lives_there(haneul, visit, administrator, monkeypatch):
    citizen = new_citizen()
    visitor = visit(haneul, as_=citizen)
    short = visitor.post("/me/confirmations/letter/", {"address": "하늘로"})
    assert short.status_code == 422 and "하늘로" in short.content.decode()
    asked = visitor.post("/me/confirmations/letter/", {"address": "김하늘\n하늘시 구름로 7", "next": PAGE})
    assert asked["Location"].startswith("/me/confirmations/?next=")
    assert "구름로" not in everything_stored()
    desk = visit(haneul, as_=administrator)
    # As a page: drawing a PDF is tried elsewhere, and takes seconds.
    monkeypatch.setattr("civic.desk.views.identity.pdf_is_here", lambda: False)
    check = PostalCheck.objects.get()
    printed = desk.post(f"/desk/letters/{check.pk}/printing/").content.decode()
    assert "하늘시 구름로 7" in printed
    code = printed.split("<strong>")[1].split("</strong>")[0]
    assert desk.post(f"/desk/letters/{check.pk}/printing/").status_code == 302  # once
    assert "구름로" not in everything_stored() and code not in everything_stored()
    assert visitor.post("/me/confirmations/code/", {"code": "WRON-GCOD-EEEE"}).status_code == 422
    neighbour = visit(haneul, as_=new_citizen())
    assert neighbour.post("/me/confirmations/code/", {"code": code}).status_code == 422
    assert visitor.post("/me/confirmations/code/", {"code": code, "next": PAGE})["Location"] == PAGE
    [believed] = confirmations_of(citizen, now())
    assert (believed.kind, believed.means) == (Confirmed.RESIDES, "by_letter")


def test_an_address_is_not_kept_for_ever_and_a_code_runs_out(haneul, administrator):
    one, other = new_citizen(), new_citizen()
    then = now() - ADDRESS_LASTS - timedelta(days=1)
    ask_for_letter(user=one, address="김하늘\n하늘시 구름로 7", at=then)
    check = ask_for_letter(user=other, address="이바다\n하늘시 구름로 8", at=now() - CODE_LASTS * 2)
    PostalCheck.objects.filter(pk=check.pk).update(
        address="", printed_at=then, expires_at=now() - timedelta(hours=1)
    )
    assert let_old_ones_go(at=now()) == 2
    assert not PostalCheck.objects.exclude(address="").exists()
    ask_for_letter(user=one, address="김하늘\n하늘시 구름로 7", at=now())
    with pytest.raises(Refused) as refused:
        ask_for_letter(user=one, address="김하늘\n하늘시 구름로 7", at=now())
    assert refused.value.verdict.code == "letter_on_its_way"


def test_an_age_counts_only_birthdays_that_were():
    at = now().replace(year=2026, month=11, day=23, hour=3)
    assert [
        years_since(born, at) for born in ("2012-11-23", "20121124", "2012", "1850-01-01", "", "2020-02-31")
    ] == [
        14,
        13,
        13,
        None,
        None,
        None,
    ]
