"""An administrator takes the city along with a second factor; an operator may, too, and the city sees it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal import auth
from django.utils import timezone

from civic.people.models import Role
from platform_core.access import Refused
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context, public
from tenants.moving import ordering
from tenants.moving.archive.reading import Archive
from tenants.moving.forgetting import forget_what_was_moved
from tenants.moving.models import Export
from tenants.moving.ordering import carry_out, late_exports, link_word, order_export, path_of, throw_away_old
from tenants.moving.tasks import write_export_now
from tests.fixtures.people import new_citizen, new_staff

PAGE = "/desk/leaving/"
COUNTER = 1_000


@pytest.fixture(autouse=True)
def exports_of_this_test(settings, tmp_path, monkeypatch):
    settings.EXPORTS_ROOT = tmp_path
    monkeypatch.setattr(write_export_now, "delay", lambda **said: None)
    # The clock of authenticator apps stands still: a code must not grow old on a busy machine.
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([COUNTER]))


@pytest.fixture
def administrator(haneul):
    return new_staff(name="하늘 관리자")


def with_factor(person) -> str:
    """A code that is good for as long as the test takes."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, secret)
    return auth.format_hotp_value(auth.hotp_value(secret, COUNTER))


def newest() -> Export:
    with public():
        return Export.objects.select_related("institution").order_by("-pk")[0]


def test_an_administrator_orders_everything_and_fetches_it(haneul, administrator, visit):
    visitor = visit(haneul, as_=administrator)
    page = visitor.get(PAGE)
    assert page.status_code == 200 and b'name="code"' not in page.content, "no second factor, no form"
    wish = {"reason": "계약이 끝납니다", "passphrase": "a passphrase that nobody guesses"}
    assert visitor.post(PAGE, {**wish, "code": "000000"}).status_code == 422

    code = with_factor(administrator)
    wrong = visitor.post(PAGE, {**wish, "code": "abcdef"})
    assert wrong.status_code == 422 and "계약이 끝납니다" in wrong.content.decode(), "what was typed stays"
    assert visitor.post(PAGE, {**wish, "code": code}).status_code == 302
    export = newest()
    assert (export.reason, export.by_name, export.by_operator) == ("계약이 끝납니다", "하늘 관리자", False)
    assert wish["passphrase"] not in export.passphrase
    with pytest.raises(Refused):
        order_export(
            institution=haneul,
            reason="…",
            passphrase="",
            by=administrator,
            by_operator=False,
            at=timezone.now(),
        )

    assert carry_out(pk=export.pk) is True
    assert carry_out(pk=export.pk) is False, "once"
    export = newest()
    assert (export.state, export.passphrase, export.has_secrets) == ("done", "", True)
    assert OutboundMail.objects.filter(user=administrator, dedupe_key=f"export:{export.key}").exists()
    address = f"{PAGE}{export.key}/"
    assert visitor.get(address).status_code == 404, "only by the page's own link"
    got = visitor.get(f"{address}?{urlencode({'pass': link_word(export)})}")
    path_here = path_of(export)
    assert b"".join(got.streaming_content) == path_here.read_bytes()
    with Archive(path_here) as archive:
        archive.verify()
    kinds = Event.objects.filter(kind__startswith="tenants.export", actor=administrator).order_by("pk")
    assert [event.kind for event in kinds] == ["tenants.export.ordered", "tenants.export.fetched"]

    assert throw_away_old(at=timezone.now()) == 0
    assert throw_away_old(at=export.kept_until) == 1
    assert not path_here.exists() and newest().state == "gone"


def test_nobody_else_takes_a_city_along(haneul, administrator, bada, visit):
    with institution_context(bada):
        theirs = new_staff(name="바다 관리자")
        export = order_export(
            institution=bada, reason="…", passphrase="", by=theirs, by_operator=False, at=timezone.now()
        )
    with public():
        Export.objects.filter(pk=export.pk).update(
            state="done", kept_until=timezone.now() + timedelta(days=1)
        )
    path_of(newest()).parent.mkdir(parents=True)
    path_of(newest()).write_bytes(b"theirs")
    ours = visit(haneul, as_=administrator)
    link = urlencode({"pass": link_word(export)})
    assert ours.get(f"{PAGE}{export.key}/?{link}").status_code == 404
    assert "바다" not in ours.get(PAGE).content.decode()
    for person, status in ((new_citizen(), 404), (new_staff(Role.MODERATOR), 403)):
        assert visit(haneul, as_=person).get(PAGE).status_code == status
    with public():
        forget_what_was_moved(bada)


def test_what_an_operator_takes_along_stands_in_the_citys_own_history(haneul, operator, visit):
    with public():
        code = with_factor(operator)
    console = visit(None, as_=operator)
    page = f"/institutions/{haneul.pk}/moving/"
    assert console.get(page).status_code == 200
    assert console.post(page, {"reason": "이사 갑니다", "passphrase": "", "code": code}).status_code == 302
    export = newest()
    told = Event.objects.get(kind="tenants.export.ordered")
    assert (told.actor, told.data) == (None, {"reason": "이사 갑니다", "operator": operator.name})
    assert carry_out(pk=export.pk)
    assert console.get(f"/exports/{export.pk}/").status_code == 404
    assert console.get(f"/exports/{export.pk}/?{urlencode({'pass': link_word(export)})}").status_code == 200
    assert "이사 갑니다" in console.get(page).content.decode()


def test_an_export_that_a_killed_worker_left_is_begun_anew(haneul, administrator, monkeypatch):
    at = timezone.now()
    export = order_export(
        institution=haneul, reason="…", passphrase="", by=administrator, by_operator=False, at=at
    )
    assert late_exports(at=at) == []

    def killed(**_said):
        raise KeyboardInterrupt

    monkeypatch.setattr(ordering, "write_export", killed)
    with pytest.raises(KeyboardInterrupt):
        carry_out(pk=export.pk)
    monkeypatch.undo()
    assert newest().state == "running"
    later = timezone.now() + ordering.SILENCE + ordering.PATIENCE + timedelta(seconds=1)
    assert late_exports(at=later) == [export.pk]
    assert newest().state == "waiting"


def test_one_that_cannot_be_written_says_so_and_keeps_no_passphrase(haneul, administrator, monkeypatch):
    at = timezone.now()
    order_export(
        institution=haneul, reason="…", passphrase="x" * 12, by=administrator, by_operator=False, at=at
    )

    def full(**_said):
        raise OSError("No space left on device")

    monkeypatch.setattr(ordering, "write_export", full)
    with pytest.raises(OSError, match="space"):
        carry_out(pk=newest().pk)
    assert (newest().state, newest().passphrase) == ("failed", "")
    assert "No space" in newest().trouble
