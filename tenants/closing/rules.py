"""When an institution may be erased, by whom, and when no longer."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from platform_core.access import YES, Verdict, first_no, no
from tenants.closing.models import Erasure
from tenants.models import Hostname, Institution, Standing

ERASABLE = frozenset({Standing.ARCHIVED.value, Standing.SUSPENDED.value})


def may_ask(institution: Institution, *, confirm: str, reason: str) -> Verdict:
    """The first operator."""
    if not reason.strip():
        return no("reason_missing", _("Say why: the reason stands in the certificate."))
    if Erasure.objects.filter(institution=institution).exists():
        return no("asked_already", _("Its erasure has been asked for already."))
    return first_no(_is_closed(institution), _repeats_its_host(institution, confirm))


def may_confirm(
    erasure: Erasure, institution: Institution, *, confirm: str, at: datetime, by: models.Model | None
) -> Verdict:
    """The second operator, once the waiting period is over."""
    if by is None or by.pk == erasure.asked_by_id:
        return no("same_person", _("Another operator than the one who asked confirms an erasure."))
    if at < erasure.not_before:
        return no(
            "too_early",
            _("The waiting period is not over yet."),
            _("Until then it can be cancelled."),
            requirement=erasure.not_before.isoformat(),
            actual=at.isoformat(),
        )
    return first_no(_is_closed(institution), _repeats_its_host(institution, confirm))


def _is_closed(institution: Institution) -> Verdict:
    if institution.standing not in ERASABLE:
        return no(
            "not_closed",
            _("Only an institution that is archived or suspended can be erased."),
            requirement=sorted(ERASABLE),
            actual=institution.standing,
        )
    return YES


def _repeats_its_host(institution: Institution, confirm: str) -> Verdict:
    host = (
        Hostname.objects.filter(tenant=institution, is_primary=True).values_list("domain", flat=True).first()
    )
    if host is None or confirm.strip().lower() != host:
        return no("not_repeated", _("Repeat its main address exactly."), requirement=host, actual=confirm)
    return YES
