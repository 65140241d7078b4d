"""What an operator sees before, while and after an institution is opened."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from tenants.context import institution_context, public
from tenants.designs.actions import design_from
from tenants.designs.catalogue import text_of
from tenants.models import Institution, Standing
from tenants.provisioning import steps, tasks
from tests.platform_core.console.test_console import ORDER

QUICK = ["tenants.provisioning.steps.open_doors"]
ROOMS = ("kind", "language", "time_zone", "country", "process_preset", "theme", "plan")
# Nothing that only a room offers.
PLAIN = {**ORDER, **dict.fromkeys(ROOMS, "")}


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


@pytest.fixture
def worker(monkeypatch, settings):
    """A broker, and what was handed to it."""
    handed: list[int] = []
    settings.CELERY_BROKER_URL = "redis://broker"
    monkeypatch.setattr(tasks.go_on_opening, "apply_async", lambda kwargs: handed.append(kwargs["pk"]))
    return handed


def ordered(name="솔마을도서관") -> Institution:
    with public():
        return Institution.objects.get(name=name)


def test_the_page_answers_at_once_and_a_worker_opens_it_before_ones_eyes(console, worker, settings):
    settings.PROVISIONING_STEPS = QUICK
    answer = console.post("/institutions/new/", PLAIN)
    assert answer["Location"] == f"/institutions/{ordered().pk}/opening/"
    assert worker == [ordered().pk] and ordered().standing == Standing.PREPARING
    page = console.get(answer["Location"]).content.decode()
    assert "open_doors" in page and 'hx-trigger="every 1s"' in page and "http-equiv" in page
    part = console.get(answer["Location"], headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<section")
    tasks.go_on_opening(pk=worker[0])
    assert ordered().is_open
    assert console.get(answer["Location"])["Location"] == f"/institutions/{ordered().pk}/"
    part = console.get(answer["Location"], headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == f"/institutions/{ordered().pk}/"


def test_where_the_broker_is_away_the_page_opens_it_itself(console, monkeypatch, settings):
    def away(kwargs):
        raise OperationalError

    settings.CELERY_BROKER_URL = "redis://broker"
    settings.PROVISIONING_STEPS = QUICK
    monkeypatch.setattr(tasks.go_on_opening, "apply_async", away)
    console.post("/institutions/new/", PLAIN)
    assert ordered().is_open


def test_what_a_killed_worker_left_is_taken_up_and_what_failed_is_not(console, worker, settings, monkeypatch):
    settings.PROVISIONING_STEPS = QUICK
    console.post("/institutions/new/", PLAIN)
    assert tasks.go_on_with_openings() == 0  # somebody may be at it
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        monkeypatch.setattr(steps, "open_doors", lambda institution: 1 / 0)
        assert tasks.go_on_with_openings() == 1
        monkeypatch.undo()
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        assert tasks.go_on_with_openings() == 0
    assert "ZeroDivisionError" in console.get(f"/institutions/{ordered().pk}/opening/").content.decode()
    assert "솔마을도서관" in console.get("/orders/").content.decode()
    console.post(f"/institutions/{ordered().pk}/resumption/")
    assert ordered().is_open
    assert f"/institutions/{ordered().pk}/opening/" not in console.get("/orders/").content.decode()


def test_abandoned_orders_are_cleared_away_by_a_person_or_at_night(console, worker, settings):
    settings.PROVISIONING_STEPS = QUICK
    console.post("/institutions/new/", PLAIN)
    console.post("/orders/clearance/")
    assert ordered().standing == Standing.PREPARING
    with connection.cursor() as cursor:
        # One transaction holds this whole test: what it deferred must be settled before a schema can go.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with time_machine.travel(timezone.now() + timedelta(days=settings.ABANDONED_ORDER_DAYS + 1)):
        assert tasks.discard_abandoned_orders() == 1
    with public():
        assert not Institution.objects.filter(name="솔마을도서관").exists()


def test_a_namesake_is_asked_about_once_and_nothing_typed_is_lost(console, haneul, settings):
    settings.PROVISIONING_STEPS = QUICK
    answer = console.post("/institutions/new/", {**PLAIN, "name": "하늘시"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'name="looked_at"' in page and "solmaeul" in page
    assert (
        console.post("/institutions/new/", {**PLAIN, "name": "하늘시", "looked_at": "on"}).status_code == 302
    )


def test_an_order_with_a_blueprint_from_a_file_keeps_the_file_while_something_else_is_wrong(console, haneul):
    file = SimpleUploadedFile("library.toml", text_of("library").encode())
    answer = console.post("/institutions/new/", {**PLAIN, "subdomain": "haneul", "blueprint_file": file})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'name="blueprint_text"' in page and "librarians" in page
    console.post("/institutions/new/", {**PLAIN, "blueprint_text": text_of("library")})
    opened = ordered()
    assert (opened.kind, opened.is_open) == ("library", True)
    assert [row["code"] for row in design_from(opened).part("departments")][0] == "librarians"


def test_a_blueprint_that_is_none_is_refused_with_its_line(console, haneul):
    file = SimpleUploadedFile("x.toml", b"format = 1\n[gardens]\n")
    answer = console.post("/institutions/new/", {**ORDER, "blueprint_file": file})
    assert answer.status_code == 422 and "gardens" in answer.content.decode()
    answer = console.post(
        f"/institutions/{haneul.pk}/blueprint/", {"file": SimpleUploadedFile("x.toml", b"\xff\xfe")}
    )
    assert answer.status_code == 422


def test_an_operator_takes_a_blueprint_compares_it_and_arranges_another_after_it(console, haneul, bada):
    file = console.get(f"/institutions/{haneul.pk}/blueprint.toml")
    assert file["Content-Disposition"].startswith("attachment") and "하늘시" in file.content.decode()
    text = file.content.decode().replace('name = "하늘시"', 'name = "바다군"', 1)
    sent = {"file": SimpleUploadedFile("haneul.toml", text.encode()), "do": "compare"}
    with institution_context(bada):
        before = design_from(bada)
    answer = console.post(f"/institutions/{bada.pk}/blueprint/", sent)
    page = answer.content.decode()
    left = [one for one in answer.context["changes"] if one.is_left_to_people]
    assert page.count('<span class="soft small">') == len(left) < len(answer.context["changes"])
    assert 'value="arrange"' in page and 'name="text"' in page
    assert design_from(bada) == before
    answer = console.post(f"/institutions/{bada.pk}/blueprint/", {"text": text, "do": "arrange"})
    assert answer.status_code == 200
    assert design_from(bada).part("processes") == design_from(haneul).part("processes")
    page = console.post(
        f"/institutions/{bada.pk}/blueprint/", {"text": text, "do": "compare"}
    ).content.decode()
    assert 'value="arrange"' not in page


@pytest.mark.parametrize("path", ["/orders/", "/openings/", "/openings/sample.csv", "/openings/1/report.csv"])
def test_neighbours_do_not_get_in(visit, haneul, make_staff, path):
    assert visit(None, as_=make_staff()).get(path).status_code == 302
