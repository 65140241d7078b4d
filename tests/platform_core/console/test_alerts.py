"""What needs a person opens once, is told once, is taken by somebody, and is over when it is over."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.utils import timezone

from platform_core.outbound.models import OutboundMail
from platform_core.web.asking import NoAnswer
from tenants.context import public
from tenants.models import ProvisioningStep, StepState
from tenants.watching import alerts, certificates, finding
from tenants.watching.alerts import add_receiver, carry_messages, look_around, signature
from tenants.watching.models import Alert, AlertKind, AlertMessage, AlertReceiver, Certificate, Figures, Means


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def quiet(haneul, bada, now, monkeypatch):
    """Both cities are well, and so is the disk."""
    monkeypatch.setattr(finding, "FINDERS", tuple(one for one in finding.FINDERS if one is not finding._disk))
    with public():
        Figures.objects.all().delete()
        for house in (haneul, bada):
            Figures.objects.create(institution=house, as_of=now)
    assert look_around(at=now) == (0, 0)


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def late(house, at):
    with public():
        Figures.objects.filter(pk=house.pk).update(overdue=7, owed=9, as_of=at)


def well(house, at):
    with public():
        Figures.objects.filter(pk=house.pk).update(overdue=0, as_of=at)


def open_alerts():
    with public():
        return list(Alert.objects.filter(closed_at=None).order_by("pk"))


def test_an_alert_opens_once_is_told_once_and_closes_by_itself(quiet, haneul, operator, now):
    add_receiver(means=Means.MAIL, address="night@example.org", at=now, by=operator)
    late(haneul, now)
    assert look_around(at=now) == (1, 0)
    assert look_around(at=now + timedelta(minutes=1)) == (0, 0)
    with public():
        letter = OutboundMail.objects.get(to="night@example.org")
    assert "하늘시" in letter.subject and "7" in letter.subject
    well(haneul, now)
    assert look_around(at=now + timedelta(minutes=2)) == (0, 1)
    # Back within the hour: it was never over, and nobody is woken again.
    late(haneul, now)
    look_around(at=now + timedelta(minutes=20))
    assert len(open_alerts()) == 1
    with public():
        assert OutboundMail.objects.filter(to="night@example.org").count() == 1


def test_however_much_is_found_one_letter_is_written(quiet, haneul, bada, operator, now, monkeypatch):
    add_receiver(means=Means.MAIL, address="night@example.org", at=now, by=operator)
    many = [finding.Found(AlertKind.DOMAIN, haneul.pk, f"n{number}.example") for number in range(40)]
    monkeypatch.setattr(alerts, "find_everything", lambda at: many)
    assert look_around(at=now) == (40, 0)
    with public():
        letter = OutboundMail.objects.get(to="night@example.org")
    assert "n19.example" in letter.text and "n20.example" not in letter.text and "20" in letter.text


def test_each_kind_is_found_from_what_was_counted(quiet, haneul, now):
    with public():
        Figures.objects.filter(pk=haneul.pk).update(
            waiting_since=now - timedelta(minutes=9), waiting=3, supports_hour=900, supports_week=1_000
        )
        Certificate.objects.create(
            institution=haneul, domain="talk.example", checked_at=now, good_until=now + timedelta(days=13)
        )
        step = ProvisioningStep.objects.filter(institution=haneul).order_by("pk").first()
        ProvisioningStep.objects.filter(pk=step.pk).update(state=StepState.FAILED)
    look_around(at=now)
    kinds = {one.kind for one in open_alerts()}
    assert kinds == {AlertKind.OUTBOX, AlertKind.SUPPORTS, AlertKind.CERTIFICATE, AlertKind.STEPS}


def test_what_was_counted_long_ago_says_nothing_about_now(quiet, haneul, now):
    late(haneul, now - timedelta(hours=2))
    look_around(at=now)
    assert open_alerts() == []


def test_somebody_takes_it_and_the_second_comes_too_late(quiet, haneul, console, now):
    late(haneul, now)
    look_around(at=now)
    [alert] = open_alerts()
    assert "하늘시" in console.get("/alerts/").content.decode()
    assert "하늘시" in console.get(f"/institutions/{haneul.pk}/").content.decode()
    for _time in range(2):
        console.post(f"/alerts/{alert.pk}/acknowledgement/")
    with public():
        alert.refresh_from_db()
        assert alert.acknowledged_by.name == "오운영"
    assert not alerts.acknowledge(alert=alert, at=now, by=alert.acknowledged_by)
    assert "오운영" in console.get("/alerts/").content.decode()
    well(haneul, now)
    look_around(at=now + timedelta(minutes=1))
    assert "하늘시" in console.get("/alerts/", {"state": "past"}).content.decode()


def test_a_webhook_gets_a_signed_message_and_is_tried_again(quiet, haneul, operator, now, monkeypatch):
    receiver, secret = add_receiver(
        means=Means.WEBHOOK, address="https://hooks.example/a", at=now, by=operator
    )
    assert secret not in receiver.secret
    late(haneul, now)
    look_around(at=now)
    got = []

    def down(address, *, body, headers):
        raise NoAnswer("down")

    monkeypatch.setattr(alerts, "hand_over", down)
    assert (carry_messages(at=now), carry_messages(at=now)) == (1, 0)
    with public():
        assert AlertReceiver.objects.get().trouble == "down"
    monkeypatch.setattr(alerts, "hand_over", lambda address, *, body, headers: got.append((body, headers)))
    assert carry_messages(at=now + timedelta(minutes=3)) == 1
    [(body, headers)] = got
    assert headers["X-Madang-Signature"] == signature(secret, body.decode())
    assert json.loads(body)["alerts"][0]["kind"] == "answers"
    with public():
        assert not AlertMessage.objects.exists() and AlertReceiver.objects.get().trouble == ""


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/"]
)
def test_a_webhook_leads_nowhere_inside_our_network(quiet, haneul, operator, now, settings, address):
    settings.PRIVATE_PROVIDERS = False
    add_receiver(means=Means.WEBHOOK, address=address, at=now, by=operator)
    late(haneul, now)
    look_around(at=now)
    carry_messages(at=now)
    with public():
        assert AlertReceiver.objects.get().trouble == "address"


@pytest.mark.parametrize(
    ("means", "address"), [("mail", "nobody"), ("webhook", "http://hooks.example/"), ("webhook", "ftp://x/")]
)
def test_a_receiver_must_be_reachable_with_care(db, operator, now, settings, means, address):
    settings.PRIVATE_PROVIDERS = False
    with pytest.raises(ValidationError):
        add_receiver(means=Means(means), address=address, at=now, by=operator)


def test_the_secret_of_a_webhook_is_shown_once(console, haneul):
    shown = console.post("/alerts/receivers/", {"means": "webhook", "address": "https://hooks.example/"})
    secret = shown.context["secret"]
    assert secret in shown.content.decode()
    assert secret not in console.get("/alerts/receivers/").content.decode()
    wrong = console.post("/alerts/receivers/", {"means": "mail", "address": "nobody"})
    assert wrong.status_code == 422 and "nobody" in wrong.content.decode()


def test_a_host_that_does_not_answer_has_no_certificate_to_show(settings):
    settings.PRIVATE_PROVIDERS = False
    assert certificates.good_until("127.0.0.1") == (None, "address")
