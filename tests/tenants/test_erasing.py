"""Erasing an institution: two operators, a waiting period, and afterwards one paper that says who it was."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from platform_core.access import Refused
from platform_core.events.actions import record
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants import actions
from tenants.closing import certificates, erasing
from tenants.closing.erasing import ask_for_erasure, cancel_erasure, erase, erase_again, finish, unfinished
from tenants.closing.models import Erasure, ErasureCertificate
from tenants.closing.traces import identity_of, traces_of
from tenants.context import institution_context, public
from tenants.library import offer
from tenants.models import Hostname, Institution, RetiredHostname
from tenants.moving.refusal import CannotMove
from tenants.provisioning.blueprint.opening import schema_exists
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.run import open_institution
from tests.fixtures.people import new_citizen
from tests.fixtures.proposing import new_proposal

NOW = datetime(2026, 9, 1, tzinfo=UTC)
AFTER = NOW + timedelta(days=31)
HOST = "garam.localhost"


@pytest.fixture(scope="module")
def lived_in(held, standing):
    """가람시: opened, lived in, suspended. 하늘시 stands beside it."""
    order = InstitutionOrder(name="가람시", host=HOST, administrator_email="a@garam.example")
    with public():
        garam = open_institution(order=order, at=NOW)
        Hostname.objects.create(tenant=garam, domain="talk.garam.example", is_primary=False)
    with institution_context(garam):
        new_proposal("지워질 글", author=new_citizen("김가람"))
    with public():
        offer(institution_id=garam.pk, chapter="a", title="사례", text="글", numbers=[], at=NOW)
        OutboundMail.objects.create(to="o@example.org", subject="s", text=f"http://{HOST}/ 를 보세요")
        RetiredHostname.objects.create(domain="old.example", retired_at=NOW, institution_key=garam.key)
        record("tenants.domain.asked", None, at=NOW, domain="talk.garam.example")
        actions.rename(institution=garam, name="가람특별시", at=NOW)
        actions.suspend(institution=garam, reason="합병", at=NOW)
        with connection.cursor() as cursor:
            # What a commit would have checked by now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return garam


@pytest.fixture
def garam(lived_in, haneul, tmp_path, settings):
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "media", tmp_path
    for institution in (lived_in, haneul):
        with institution_context(institution):
            default_storage.save("attachments/a.txt", ContentFile(b"text"))
            cache.set("counts", institution.pk)
    with public():
        return Institution.objects.get(pk=lived_in.pk)


@pytest.fixture
def others(db):
    with public():
        return new_citizen("오운영"), new_citizen("차운영")


def operator_at_the_console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def asked(garam, by) -> None:
    ask_for_erasure(institution=garam, confirm=HOST, reason="시가 합쳐졌습니다", at=NOW, by=by)


def test_two_operators_and_a_waiting_period_stand_before_an_erasure(garam, others):
    first, second = others

    def refused(verb, **how) -> str:
        with pytest.raises(Refused) as refusal:
            verb(institution=garam, **how)
        return refusal.value.verdict.code

    why = {"reason": "합병", "at": NOW, "by": first}
    assert refused(ask_for_erasure, confirm="가람시", **why) == "not_repeated"
    assert refused(ask_for_erasure, confirm=HOST, **why | {"reason": " "}) == "reason_missing"
    assert refused(erase, confirm=HOST, at=AFTER, by=second) == "not_asked"
    asked(garam, first)
    assert refused(ask_for_erasure, confirm=HOST, **why) == "asked_already"
    assert refused(erase, confirm=HOST, at=AFTER, by=first) == "same_person"
    assert refused(erase, confirm=HOST, at=NOW + timedelta(days=29), by=second) == "too_early"
    assert refused(erase, confirm="haneul.localhost", at=AFTER, by=second) == "not_repeated"
    # Whoever wants it back cancels first: nobody writes into what is about to go.
    assert refused(actions.reopen, at=AFTER) == "being_erased"
    assert cancel_erasure(institution=garam, at=AFTER, by=second)
    assert not cancel_erasure(institution=garam, at=AFTER, by=second)
    assert actions.reopen(institution=garam, at=AFTER)
    assert refused(ask_for_erasure, confirm=HOST, **why) == "not_closed"
    with institution_context(garam):
        assert schema_exists(garam.schema_name)


def test_after_an_erasure_nothing_but_its_certificate_says_who_it_was(
    garam, others, haneul, django_capture_on_commit_callbacks, caplog
):
    who = identity_of(garam)
    assert {"tenants_institution", "events_event", "outbound_outboundmail", "files", "cache"} <= set(
        traces_of(who)
    )
    neighbour = traces_of(identity_of(haneul))
    asked(garam, others[0])
    caplog.clear()
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level("INFO"):
        certificate = erase(institution=garam, confirm=HOST, at=AFTER, by=others[1])
    assert finish(certificate=certificate)
    with public():
        assert traces_of(who) == {} and not schema_exists(garam.schema_name)
        assert not Institution.objects.filter(pk=garam.pk).exists() and not Erasure.objects.exists()
        assert set(RetiredHostname.objects.values_list("domain", "institution_key")) >= {
            (HOST, None), ("talk.garam.example", None), ("old.example", None),
        }  # fmt: skip
    assert not re.search(who.pattern.replace(r"\y", r"\b"), caplog.text)
    assert [one.name for one in Path(settings.MEDIA_ROOT).iterdir()] == [haneul.schema_name]
    assert traces_of(identity_of(haneul)) == neighbour
    with institution_context(haneul):
        assert cache.get("counts") == haneul.pk
    with public():
        certificate.refresh_from_db()
    said = certificate.document
    assert said["institution"]["hosts"][0] == HOST and said["tables"]["proposals_proposal"] == 1
    assert said["files"]["count"] == 1 and said["cache_keys"] >= 1 and said["left"] == {}
    assert said["asked"]["by"] != said["confirmed"]["by"]
    with public():
        told = Event.objects.filter(kind="tenants.institution.erased").latest("pk")
    assert (told.subject_id, told.actor_id) == (certificate.pk, others[1].pk)


def test_a_certificate_that_was_changed_is_found_out(garam, others, django_capture_on_commit_callbacks):
    asked(garam, others[0])
    with django_capture_on_commit_callbacks(execute=True):
        certificate = erase(institution=garam, confirm=HOST, at=AFTER, by=others[1])
    finish(certificate=certificate)
    with public():
        certificate.refresh_from_db()
        assert certificates.check(certificate) == certificate.key_id
        certificate.document["files"]["count"] = 0
        certificate.document["confirmed"]["by"] = "아무도"
        with pytest.raises(CannotMove):
            certificates.check(certificate)


def test_what_is_still_named_somewhere_is_not_certified_until_it_is_gone(garam, others, monkeypatch):
    """A worker killed half-way, or a table nobody thought of: unsigned, said where, and finished later."""
    asked(garam, others[0])
    monkeypatch.setattr(erasing, "finish", lambda **_: False)
    certificate = erase(institution=garam, confirm=HOST, at=AFTER, by=others[1])
    with public():
        assert [one.pk for one in unfinished()] == [certificate.pk]
        record("somebody.wrote.it", None, at=timezone.now(), host=HOST)
        assert not finish(certificate=certificate)
        certificate.refresh_from_db()
        assert certificate.document["left"] == {"events_event": 1} and certificate.signature == ""
        Event.objects.filter(kind="somebody.wrote.it").update(data={})
        assert finish(certificate=certificate) and unfinished() == []
        assert ErasureCertificate.objects.get().signature


def test_a_backup_that_brings_it_back_is_erased_again(garam, others, monkeypatch):
    """A certificate from before the disaster, and the institution there again."""
    who = identity_of(garam)
    with public():
        document = {"institution": certificates.told(who), "tables": {}, "public_rows": {}}
        ErasureCertificate.objects.create(erased_at=NOW, document=document)
        assert erase_again() == 1 and erase_again() == 0
        assert traces_of(who) == {} and ErasureCertificate.objects.get().signature


def test_operators_ask_confirm_and_read_the_certificate(garam, others, visit):
    first, second = (operator_at_the_console(visit, one) for one in others)
    page, host = f"/institutions/{garam.pk}/erasure/", {"ask-host": HOST, "ask-reason": "합병"}
    wrong = first.post(page, {"do": "ask", **host, "ask-host": "가람시"})
    assert wrong.status_code == 422 and "합병" in wrong.content.decode()
    assert first.post(page, {"do": "ask", **host}).status_code == 302
    assert second.post(page, {"do": "confirm", "confirm-host": HOST}).status_code == 422
    with public():
        Erasure.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert first.post(page, {"do": "confirm", "confirm-host": HOST}).status_code == 422
    assert "confirm-host" in second.get(f"/institutions/{garam.pk}/closing/").content.decode()
    done = second.post(page, {"do": "confirm", "confirm-host": HOST})
    assert done.status_code == 302
    assert "가람특별시" in second.get(done["Location"]).content.decode()
    assert "가람특별시" in second.get("/erasures/").content.decode()
    assert HOST in second.get(f"{done['Location']}file/").content.decode()
    assert second.get(f"/institutions/{garam.pk}/closing/").status_code == 404
