"""Letters from the city's own address: only while its domain says so, and signed so that anybody can check it."""

import dkim
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from platform_core.access.sealing import BrokenSeal, forget_keys, seal, unseal
from platform_core.outbound.actions import queue_mail, send_waiting
from platform_core.outbound.models import OwnSender, SenderState
from platform_core.outbound.own_sender import ask_for_sender, give_up_sender, look_at_sender
from tenants.context import institution_context
from tests.platform_core.outbound.test_post import server  # noqa: F401

ADDRESS = "no-reply@city.example"


@pytest.fixture
def sender(haneul, names, make_staff, settings) -> OwnSender:
    settings.MAIL_SPF_INCLUDE = "spf.madang.example"
    return ask_for_sender(address=ADDRESS, at=timezone.now(), by=make_staff("administrator"))


def allow(names, sender: OwnSender) -> None:
    key = f"v=DKIM1; k=rsa; p={sender.public_key}"
    # Longer than one string of a TXT record may be, as every such key is.
    names.says[f"{sender.selector}._domainkey.city.example", "TXT"] = [f'"{key[:200]}" "{key[200:]}"']
    names.says["city.example", "TXT"] = ['"v=spf1 mx include:spf.madang.example -all"', '"something else"']


def look(sender: OwnSender) -> SenderState:
    return look_at_sender(sender=OwnSender.objects.get(pk=sender.pk), at=timezone.now())


def letter(server):  # noqa: F811
    queue_mail(to="kim@example.org", subject="소식", text="안녕하세요 👨‍👩‍👧‍👦", html="<p>안녕하세요</p>")
    assert send_waiting() == 1
    return server.raw[-1]


def test_letters_come_from_it_signed_once_both_records_stand(sender, names, server):  # noqa: F811
    assert b"city.example" not in letter(server)
    assert look(sender) == SenderState.ASKED
    allow(names, sender)
    assert look(sender) == SenderState.PROVEN
    raw = letter(server)
    record = f"v=DKIM1; k=rsa; p={sender.public_key}".encode()
    assert b"no-reply@city.example" in raw
    assert dkim.verify(raw, dnsfunc=lambda name, timeout=5: record)
    forged = raw.replace("안녕하세요".encode(), "돈보내세요".encode()).replace(b"Subject: ", b"Subject: x", 1)
    assert not dkim.verify(forged, dnsfunc=lambda name, timeout=5: record)


def test_a_trial_letter_comes_the_same_way_to_whoever_pressed_and_to_nobody_else(
    haneul,
    sender,
    names,
    server,  # noqa: F811
    visit,
    make_staff,
    neighbour,
):
    allow(names, sender)
    assert look(sender) == SenderState.PROVEN
    chief = make_staff("administrator", email="chief@city.example")
    assert visit(haneul, as_=neighbour).post("/desk/addresses/sender/trial/").status_code in (302, 403, 404)
    assert send_waiting() == 0
    assert visit(haneul, as_=chief).post("/desk/addresses/sender/trial/").status_code == 302
    assert send_waiting() == 1
    record = f"v=DKIM1; k=rsa; p={sender.public_key}".encode()
    raw = server.raw[-1]
    assert b"From: " in raw and b"no-reply@city.example" in raw and b"chief@city.example" in raw
    assert dkim.verify(raw, dnsfunc=lambda name, timeout=5: record)


@pytest.mark.parametrize("gone", ["dkim", "spf", "two"])
def test_without_a_record_they_come_from_the_platform_again(sender, names, server, gone):  # noqa: F811
    allow(names, sender)
    look(sender)
    if gone == "dkim":
        del names.says[f"{sender.selector}._domainkey.city.example", "TXT"]
    elif gone == "spf":
        names.says["city.example", "TXT"] = ['"v=spf1 mx -all"']
    else:
        names.says["city.example", "TXT"] *= 2
    assert look(sender) == (SenderState.PROVEN if gone == "two" else SenderState.FAILING) or gone == "two"
    raw = letter(server)
    assert (b"DKIM-Signature" in raw) is (OwnSender.objects.get().state == SenderState.PROVEN)


def test_a_silent_name_server_changes_nothing(sender, names):
    allow(names, sender)
    look(sender)
    names.is_silent = True
    assert look(sender) == SenderState.PROVEN


def test_the_key_lies_sealed_and_opens_nowhere_else(sender, bada):
    assert "PRIVATE KEY" not in sender.private_key
    assert "PRIVATE KEY" in unseal(sender.private_key)
    with institution_context(bada), pytest.raises(BrokenSeal):
        unseal(sender.private_key)


def test_a_new_sealing_key_opens_what_the_old_one_closed(haneul, settings):
    settings.SEALING_KEYS = ["old"]
    forget_keys()
    sealed = seal("비밀")
    settings.SEALING_KEYS = ["new", "old"]
    forget_keys()
    assert unseal(sealed) == "비밀"
    settings.SEALING_KEYS = ["new"]
    forget_keys()
    with pytest.raises(BrokenSeal):
        unseal(sealed)
    forget_keys()


def test_the_platforms_own_addresses_and_nonsense_are_refused(haneul, make_staff):
    chief = make_staff("administrator")
    for address in ("mayor@localhost", "no-reply@bada.localhost", "nobody", ""):
        with pytest.raises(ValidationError):
            ask_for_sender(address=address, at=timezone.now(), by=chief)


def test_it_is_given_up_at_once_and_the_neighbour_never_had_it(sender, names, bada, make_staff):
    with institution_context(bada):
        assert not OwnSender.objects.exists()
    assert give_up_sender(at=timezone.now(), by=make_staff("administrator"))
    assert not OwnSender.objects.exists()
