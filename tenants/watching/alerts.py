"""Alerts: opened once, closed when over, told in one message for each look however much was found.

Who tells too often is not read. What comes back within an hour is the same alert, and nobody is told again.
"""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from platform_core.access.sealing import seal, unseal
from platform_core.events.actions import record
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_language
from platform_core.web.asking import NoAnswer, check_address, hand_over
from tenants.context import public
from tenants.watching import events
from tenants.watching.answering import forget_old_answers
from tenants.watching.finding import Found, find_everything
from tenants.watching.models import Alert, AlertKind, AlertMessage, AlertReceiver, Means

# What comes back so soon was never over.
FLAPPING = timedelta(hours=1)
MOST_TOLD = 20
MOST_ATTEMPTS = 8
PAST_KEPT = timedelta(days=365)
CARRIED_AT_ONCE = 50
SIGNED = "X-Madang-Signature"


def look_around(*, at: datetime) -> tuple[int, int]:
    """Open what is new, close what is over, tell whoever is to be told. Returns how many of each."""
    with public(), transaction.atomic():
        # One at a time: two workers that look at once would tell twice.
        known = {
            _key(one): one for one in Alert.objects.select_for_update().filter(closed_at=None).order_by("pk")
        }
        found = {(one.kind.value, one.institution, one.about): one for one in find_everything(at)}
        opened = [alert for key, one in found.items() if key not in known and (alert := _open(one, at))]
        for key, one in known.items():
            if key in found:
                Alert.objects.filter(pk=one.pk).update(seen_at=at, facts=found[key].facts)
        over = [one for key, one in known.items() if key not in found]
        Alert.objects.filter(pk__in=[one.pk for one in over]).update(closed_at=at)
        Alert.objects.filter(closed_at__lt=at - PAST_KEPT).delete()
        _tell(opened, at)
        forget_old_answers(at=at)
    return len(opened), len(over)


def _key(alert: Alert) -> tuple[str, int | None, str]:
    return alert.kind, alert.institution_id, alert.about


def _open(found: Found, at: datetime) -> Alert | None:
    """None when it was over for less than an hour: the same alert goes on, untold."""
    same = Alert.objects.filter(kind=found.kind, institution=found.institution, about=found.about)
    again = same.filter(closed_at__gt=at - FLAPPING).order_by("-pk").first()
    if again is not None:
        Alert.objects.filter(pk=again.pk).update(closed_at=None, seen_at=at, facts=found.facts)
        return None
    return Alert.objects.create(
        kind=found.kind,
        institution_id=found.institution,
        about=found.about,
        facts=found.facts,
        opened_at=at,
        seen_at=at,
    )


def acknowledge(*, alert: Alert, at: datetime, by: models.Model) -> bool:
    """Somebody has taken it on. False when somebody had already, or it is over."""
    with public(), transaction.atomic():
        free = Alert.objects.filter(pk=alert.pk, acknowledged_at=None, closed_at=None)
        if not free.update(acknowledged_at=at, acknowledged_by_id=by.pk):
            return False
        record(events.ALERT_ACKNOWLEDGED, alert, at=at, actor=by, kind_of_alert=alert.kind)
    return True


def sentence_of(alert: Alert) -> str:
    """What is wrong, where, in one line."""
    where = alert.institution.name if alert.institution else ""
    name = ": ".join(part for part in (where, alert.about) if part)
    return f"{AlertKind(alert.kind).label} – {name} {_facts_of(alert)}".strip()


def _facts_of(alert: Alert) -> str:
    facts = alert.facts
    match alert.kind:
        case AlertKind.OUTBOX:
            return _("(%(waiting)s waiting, the oldest for %(minutes)s minutes)") % facts
        case AlertKind.CERTIFICATE:
            return f"({facts.get('until') or facts.get('trouble')})"
        case AlertKind.DISK:
            return f"({facts['percent']}%)"
        case AlertKind.SUPPORTS:
            return _("(%(hour)s in the last hour, usually %(usual)s)") % facts
        case AlertKind.ANSWERS:
            return _("(%(overdue)s of %(owed)s)") % facts
        case AlertKind.FAULTS:
            return _("(%(faults)s of %(answers)s answers in the last hour or two)") % facts
        case AlertKind.BOUNCES:
            return _("(%(bounced)s came back in 24 hours, %(sent)s were sent)") % facts
        case AlertKind.STEPS:
            return f"({facts['step']})"
    return ""


def _tell(opened: list[Alert], at: datetime) -> None:
    if not opened:
        return
    told = list(
        Alert.objects.filter(pk__in=[one.pk for one in opened]).select_related("institution").order_by("pk")
    )
    for receiver in AlertReceiver.objects.all():
        if receiver.means == Means.MAIL:
            _write(receiver, told)
        else:
            AlertMessage.objects.create(receiver=receiver, body=_body(told, at), written_at=at, next_at=at)


def _write(receiver: AlertReceiver, told: list[Alert]) -> None:
    with translation.override(sender_language()):
        lines = [f"· {sentence_of(one)}" for one in told[:MOST_TOLD]]
        if len(told) > MOST_TOLD:
            lines.append(_("… and %(n)s more.") % {"n": len(told) - MOST_TOLD})
        subject = (
            sentence_of(told[0])
            if len(told) == 1
            else ngettext("%(n)s alert", "%(n)s alerts", len(told)) % {"n": len(told)}
        )
        queue_letter(
            to=receiver.address,
            subject=subject,
            body="\n".join(lines),
            action_label=_("Look at the alerts"),
            action_url=home_address("/alerts/"),
            why=_("Your address is among the receivers of alerts."),
            dedupe_key=f"alerts-{receiver.pk}-{told[-1].pk}",
        )


def _body(told: list[Alert], at: datetime) -> str:
    with translation.override("en"):
        alerts = [
            {
                "id": one.pk,
                "kind": one.kind,
                "institution": one.institution.name if one.institution else None,
                "about": one.about,
                "facts": one.facts,
                "sentence": sentence_of(one),
                "opened_at": one.opened_at.isoformat(),
            }
            for one in told[:MOST_TOLD]
        ]
    return json.dumps({"at": at.isoformat(), "count": len(told), "alerts": alerts}, ensure_ascii=False)


def add_receiver(*, means: Means, address: str, at: datetime, by: models.Model) -> tuple[AlertReceiver, str]:
    """And the secret a webhook checks our signature with: shown now and never again ("" for letters).

    Raises ValidationError for what cannot be written to, is reached without TLS, or is there already.
    """
    secret = secrets.token_urlsafe(32) if means == Means.WEBHOOK else ""
    if means == Means.MAIL:
        validate_email(address)
    else:
        _check_webhook(address)
    with public(), transaction.atomic():
        receiver, is_new = AlertReceiver.objects.get_or_create(
            means=means, address=address, defaults={"secret": seal(secret) if secret else "", "added_at": at}
        )
        if not is_new:
            raise ValidationError(_("It is there already."), code="known")
        record(events.RECEIVER_ADDED, receiver, at=at, actor=by, means=means.value)
    return receiver, secret


def _check_webhook(address: str) -> None:
    try:
        check_address(address)
    except NoAnswer as fault:
        raise ValidationError(
            _("Please give an address that begins with https://."), code="address"
        ) from fault


def remove_receiver(*, receiver: AlertReceiver, at: datetime, by: models.Model) -> None:
    with public(), transaction.atomic():
        record(events.RECEIVER_REMOVED, receiver, at=at, actor=by, means=receiver.means)
        AlertReceiver.objects.filter(pk=receiver.pk).delete()


def signature(secret: str, body: str) -> str:
    """What stands in X-Madang-Signature: HMAC-SHA256 of the body, in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def carry_messages(*, at: datetime) -> int:
    """POST what waits; returns how many were taken. What is refused waits longer each time, and is given up at last."""
    with public():
        due = AlertMessage.objects.filter(next_at__lte=at).select_related("receiver").order_by("pk")
        taken = 0
        for message in due[:CARRIED_AT_ONCE]:
            # Leased: a second worker that looks meanwhile passes by.
            lease = AlertMessage.objects.filter(pk=message.pk, next_at=message.next_at)
            if not lease.update(next_at=at + timedelta(minutes=2)):
                continue
            taken += 1
            _carry(message, at)
    return taken


def _carry(message: AlertMessage, at: datetime) -> None:
    receiver = message.receiver
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        SIGNED: signature(unseal(receiver.secret), message.body),
        "X-Madang-Delivery": str(message.pk),
    }
    try:
        hand_over(receiver.address, body=message.body.encode(), headers=sent)
    except NoAnswer as trouble:
        AlertReceiver.objects.filter(pk=receiver.pk).update(trouble=str(trouble))
        attempts = message.attempts + 1
        wait = at + timedelta(minutes=2**attempts) if attempts < MOST_ATTEMPTS else None
        AlertMessage.objects.filter(pk=message.pk).update(attempts=attempts, next_at=wait)
    else:
        AlertReceiver.objects.filter(pk=receiver.pk).update(trouble="")
        AlertMessage.objects.filter(pk=message.pk).delete()
