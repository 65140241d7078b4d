"""How it is, told to everybody: measured, or written by an operator; never made up."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from tenants.context import public
from tenants.watching.models import Figures, Incident
from tenants.watching.status import State, status_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def counted(haneul, bada, now):
    with public():
        Figures.objects.all().delete()
        for house in (haneul, bada):
            Figures.objects.create(institution=house, as_of=now)


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def test_what_nobody_measured_is_not_called_well(haneul, counted, now):
    assert status_of(None, at=now).worst is State.WELL
    assert status_of(None, at=now + timedelta(hours=1)).worst is State.UNKNOWN
    with public():
        Figures.objects.all().delete()
    assert status_of(haneul, at=now).worst is State.UNKNOWN


def test_waiting_work_is_seen_where_it_waits_and_not_at_the_neighbours(haneul, bada, counted, now):
    with public():
        Figures.objects.filter(pk=haneul.pk).update(waiting_since=now - timedelta(minutes=9))
    assert status_of(haneul, at=now).worst is State.DOWN
    assert status_of(bada, at=now).worst is State.WELL


def test_letters_that_come_back_are_told_when_they_are_many(haneul, counted, now):
    with public():
        Figures.objects.filter(pk=haneul.pk).update(letters_failed=4, letters_sent=1)
    assert status_of(haneul, at=now).worst is State.WELL
    with public():
        Figures.objects.filter(pk=haneul.pk).update(letters_failed=40, letters_sent=60)
    assert status_of(haneul, at=now).worst is State.SLOW


def test_everybody_reads_both_pages_without_signing_in(visit, haneul, counted):
    assert visit(None).get("/status/").status_code == 200
    assert visit(haneul).get("/status/").status_code == 200


def test_what_an_operator_writes_of_one_city_is_read_there_alone(console, visit, haneul, bada, counted):
    said = {
        "title": "첨부가 열리지 않습니다",
        "level": "slow",
        "where": "haneul.localhost",
        "text": "고치고 있습니다.",
    }
    console.post("/incidents/", said)
    with public():
        incident = Incident.objects.get()
    assert said["title"] in visit(haneul).get("/status/").content.decode()
    assert said["title"] not in visit(bada).get("/status/").content.decode()
    assert said["title"] not in visit(None).get("/status/").content.decode()
    console.post(f"/incidents/{incident.pk}/", {"text": "고쳤습니다.", "is_over": "on"})
    console.post(f"/incidents/{incident.pk}/", {"text": "너무 늦은 말", "is_over": "on"})
    page = visit(haneul).get("/status/").content.decode()
    assert "고쳤습니다." in page and "너무 늦은 말" not in page
    assert status_of(haneul, at=timezone.now()).worst is State.WELL


def test_what_was_typed_stays_when_the_institution_does_not_exist(console, db):
    answer = console.post(
        "/incidents/", {"title": "제목은 남는다", "level": "down", "institution": "9999999", "text": "본문"}
    )
    assert answer.status_code == 422 and "제목은 남는다" in answer.content.decode()
    with public():
        assert not Incident.objects.exists()


def test_disturbances_can_be_subscribed_to(console, visit, haneul, counted):
    console.post("/incidents/", {"title": "정기 점검", "level": "notice", "text": "토요일 새벽에 쉽니다."})
    for browser in (visit(None), visit(haneul)):
        answer = browser.get("/status/feed/")
        assert answer["Content-Type"].startswith("application/atom+xml")
        assert "정기 점검" in answer.content.decode() and "토요일 새벽" in answer.content.decode()
    # What is only planned hurts nobody yet.
    assert status_of(haneul, at=timezone.now()).worst is State.WELL


def test_an_operator_names_the_city_and_is_asked_which_when_several_are_called_so(console, haneul, bada):
    told = {"title": "느립니다", "level": "slow", "text": "살펴보고 있습니다."}
    nobody = console.post("/incidents/", {**told, "where": "없는시"})
    assert nobody.status_code == 422 and "없는시" in nobody.content.decode()
    both = console.post("/incidents/", {**told, "where": "localhost"})
    assert both.status_code == 422 and both.content.decode().count('type="radio"') >= 2
    assert "살펴보고 있습니다." in both.content.decode()
    with public():
        assert not Incident.objects.exists()
    chosen = {**told, "where": "localhost", "institution": bada.pk}
    assert console.post("/incidents/", chosen).status_code == 302
    with public():
        assert Incident.objects.get().institution_id == bada.pk
    led = console.get("/incidents/", {"institution": haneul.pk}).content.decode()
    assert 'value="하늘시"' in led


def test_the_console_says_by_whose_clock_it_tells_the_time(console, settings):
    settings.CONSOLE_TIME_ZONE = "Asia/Seoul"
    assert "Asia/Seoul" in console.get("/incidents/").content.decode()
    said = {"title": "점검", "level": "notice", "text": "합니다.", "begins_at": "2026-12-24T09:00"}
    console.post("/incidents/", said)
    with public():
        assert Incident.objects.get().begins_at.isoformat() == "2026-12-24T00:00:00+00:00"


def test_a_disturbance_is_about_whom_the_field_names_whatever_page_led_there(console, haneul, bada):
    told = {"title": "정전", "level": "down", "text": "살펴보고 있습니다.", "institution": haneul.pk}
    for words in ("하늘시", "바다군", ""):
        led = console.post(f"/incidents/?institution={haneul.pk}", {**told, "where": words})
        assert led.status_code == 302
    with public():
        about = Incident.objects.order_by("pk").values_list("institution", flat=True)
        assert list(about) == [haneul.pk, bada.pk, None]
