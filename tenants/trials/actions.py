"""Asking for a trial, and proving the address with the code from the letter. Nothing is made before that."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.events.actions import record
from platform_core.outbound.actions import queue_letter
from tenants import events
from tenants.context import public
from tenants.designs.ordering import order_from, shipped
from tenants.models import Institution, TrialRequest
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.placing import OrderRefused, place_order

PLAN = "trial"
CODE_LASTS = timedelta(minutes=30)
GUESSES = 5
# What a person may ask for, and what the platform gives away.
MOST_OF_ONE_ADDRESS = 3
MOST_A_DAY = 100


def trial_order(*, name: str, host: str, design: str, officer: str, email: str) -> InstitutionOrder:
    """What would be opened. Raises KeyError for a design that does not come with the platform."""
    return order_from(
        shipped(design),
        name=name,
        host=host,
        administrator_email=email,
        administrator_name=officer,
        plan=PLAN,
        examples=True,
    )


def may_ask(email: str, at: datetime) -> Verdict:
    """Read in the public schema."""
    if not settings.SELF_SERVICE_TRIALS:
        return no("no_trials", _("Trials are not offered here."))
    today = TrialRequest.objects.filter(asked_at__gt=at - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        return no("too_many", _("Many people try the platform today."), _("Please come back tomorrow."))
    own = TrialRequest.objects.filter(email__iexact=email, asked_at__gt=at - timedelta(days=30))
    if own.count() >= MOST_OF_ONE_ADDRESS:
        return no(
            "too_many_of_one",
            _("Trials have been asked for with this address before."),
            _("Write to us: we help you on."),
        )
    return YES


@transaction.atomic
def ask_for_trial(
    *, name: str, host: str, design: str, officer: str, email: str, language: str, at: datetime
) -> TrialRequest:
    """Send a code to the address. Whoever asks has judged the order. Raises Refused (`no_trials`, `too_many…`)."""
    with public():
        require(may_ask(email, at))
        code, key = f"{secrets.randbelow(1_000_000):06}", secrets.token_urlsafe(24)
        asked = TrialRequest.objects.create(
            name=name,
            host=host,
            design=design,
            officer=officer,
            email=email,
            language=language,
            key=key,
            code_hash=_hash(key, code),
            asked_at=at,
        )
        _send_code(asked, code)
        return asked


def _send_code(asked: TrialRequest, code: str) -> None:
    with translation.override(asked.language):
        words = {"name": asked.name, "code": code, "minutes": CODE_LASTS.seconds // 60}
        lines = [
            _("You asked to try Madang with “%(name)s”.") % words,
            _("Your code: %(code)s") % words,
            _("It works for %(minutes)s minutes. If you did not ask, you need do nothing.") % words,
        ]
        queue_letter(
            to=asked.email,
            subject=_("Your code for a trial of Madang: %(code)s") % words,
            body="\n\n".join(lines),
            language=asked.language,
            dedupe_key=f"trial:{asked.pk}",
            secret=True,
        )


@transaction.atomic
def _count_guess(asked: TrialRequest, code: str, at: datetime) -> Verdict:
    locked = TrialRequest.objects.select_for_update().get(pk=asked.pk)
    if locked.confirmed_at is not None:
        return no("confirmed", _("This trial has been confirmed already."))
    if at - locked.asked_at > CODE_LASTS or locked.guesses >= GUESSES:
        return no("code_spent", _("This code does not work any more."), _("Ask for a trial once more."))
    if not constant_time_compare(locked.code_hash, _hash(locked.key, code.strip())):
        TrialRequest.objects.filter(pk=asked.pk).update(guesses=F("guesses") + 1)
        return no("wrong_code", _("This is not the code from the letter."))
    return YES


def confirm_trial(*, asked: TrialRequest, code: str, at: datetime) -> Institution:
    """Order the institution; whoever asked opens it (tenants.provisioning.asking.open_soon). Once.

    Raises Refused (`wrong_code`, `code_spent`, `confirmed`, `not_to_be_had`).
    """
    with public():
        # A wrong guess is counted, whatever becomes of the transaction after it.
        require(_count_guess(asked, code, at))
        with transaction.atomic():
            locked = TrialRequest.objects.select_for_update().get(pk=asked.pk)
            if locked.confirmed_at is not None:
                raise Refused(no("confirmed", _("This trial has been confirmed already.")))
            order = trial_order(
                name=locked.name,
                host=locked.host,
                design=locked.design,
                officer=locked.officer,
                email=locked.email,
            )
            try:
                institution = place_order(order=order, at=at)
            except OrderRefused as refused:
                sentence = " ".join(str(one) for one in refused.errors.values())
                raise Refused(
                    no("not_to_be_had", sentence, _("Ask for a trial with another address."))
                ) from refused
            locked.confirmed_at, locked.institution = at, institution
            locked.save(update_fields=["confirmed_at", "institution"])
            record(events.TRIAL_BEGUN, institution, at=at, name=institution.name)
        return institution


def forget_unconfirmed(*, before: datetime) -> int:
    """Who asked and never came back; returns how many."""
    with public():
        return TrialRequest.objects.filter(confirmed_at=None, asked_at__lt=before).delete()[0]


def _hash(key: str, code: str) -> str:
    return salted_hmac("tenants.trials", f"{key}:{code}", algorithm="sha256").hexdigest()
