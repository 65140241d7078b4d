"""Erasing an institution: asked for by one operator, confirmed by another after a waiting period, certified.

Two steps that a kill in between cannot separate for long: in one transaction its schema and rows go and an unsigned
certificate takes their place; then files and cache go, everything is looked through, and only when nothing names it
any more is the certificate signed. `finish` is safe to run again, and the clock does for whatever is unsigned.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction

from platform_core.access import require
from platform_core.events.actions import record
from tenants import events
from tenants.cache import forget_all_of
from tenants.closing import certificates
from tenants.closing.counting import counted
from tenants.closing.models import Erasure, ErasureCertificate
from tenants.closing.rules import may_ask, may_confirm
from tenants.closing.traces import Identity, forget_mentions, identity_of, traces_of
from tenants.context import public
from tenants.models import Institution, RetiredHostname
from tenants.moving.files import remove_all_of
from tenants.provisioning.blueprint.opening import check_schema_name
from tenants.provisioning.removal import remove_everything
from tenants.queries import forget_hosts

log = logging.getLogger("madang.tenants")


def ask_for_erasure(
    *, institution: Institution, confirm: str, reason: str, at: datetime, by: models.Model
) -> Erasure:
    """Nothing is erased yet. Raises Refused."""
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        require(may_ask(locked, confirm=confirm, reason=reason))
        not_before = at + timedelta(days=settings.ERASURE_WAIT_DAYS)
        told: dict[str, Any] = {
            "asked_by": by,
            "asked_at": at,
            "reason": reason.strip(),
            "not_before": not_before,
        }
        erasure = Erasure.objects.create(institution=locked, **told)
        record(events.ERASURE_ASKED, locked, at=at, actor=by, reason=reason.strip())
        return erasure


def cancel_erasure(*, institution: Institution, at: datetime, by: models.Model) -> bool:
    """Any operator, until it is carried out. False when none was asked for."""
    with public(), transaction.atomic():
        if not Erasure.objects.filter(institution=institution).delete()[0]:
            return False
        record(events.ERASURE_CANCELLED, institution, at=at, actor=by)
        return True


def erase(*, institution: Institution, confirm: str, at: datetime, by: models.Model) -> ErasureCertificate:
    """The second operator confirms: it is gone. Its hosts rest for a while. Raises Refused."""
    with public():
        with transaction.atomic():
            locked = Institution.objects.select_for_update().get(pk=institution.pk)
            erasure = Erasure.objects.select_for_update().filter(institution=locked).first()
            if erasure is None:
                require(certificates.nobody_asked())
            assert erasure is not None
            require(may_confirm(erasure, locked, confirm=confirm, at=at, by=by))
            who = identity_of(locked)
            document = {
                "institution": certificates.told(who),
                "asked": {
                    "by": str(erasure.asked_by),
                    "at": erasure.asked_at.isoformat(),
                    "reason": erasure.reason,
                },
                "confirmed": {"by": str(by), "at": at.isoformat()},
                **counted(locked),
            }
            document["public_rows"] = {**document["public_rows"], **forget_mentions(who)}
            _let_hosts_rest(who, at)
            remove_everything(locked)
            certificate = ErasureCertificate.objects.create(erased_at=at, document=document)
            record(events.ERASED, certificate, at=at, actor=by)
        forget_hosts()
        finish(certificate=certificate)
        certificate.refresh_from_db()
        return certificate


def finish(*, certificate: ErasureCertificate) -> bool:
    """Files and cache, then a look through everything. Signed, and True, when nothing names it any more."""
    with public():
        who = certificates.identity(certificate)
        document = certificate.document
        remove_all_of(check_schema_name(who.schema))
        document["cache_keys"] = document.get("cache_keys", 0) + forget_all_of(who.schema)
        document["left"] = traces_of(who)
        ErasureCertificate.objects.filter(pk=certificate.pk).update(document=document)
        if document["left"]:
            log.error(
                "The erasure certified by %s is not complete: %s", certificate.number, [*document["left"]]
            )
            return False
        certificates.sign(certificate)
        log.info("An institution was erased: certificate %s", certificate.number)
        return True


def erase_again() -> int:
    """After a backup was restored: whoever was erased since it was taken goes again. How many came back."""
    again = 0
    with public():
        for certificate in ErasureCertificate.objects.order_by("pk"):
            who = certificates.identity(certificate)
            with transaction.atomic():
                back = Institution.objects.select_for_update().filter(key=who.key).first()
                if back is not None:
                    forget_mentions(who)
                    _let_hosts_rest(who, certificate.erased_at)
                    remove_everything(back)
                    again += 1
            if back is not None or not certificate.signature:
                finish(certificate=certificate)
    return again


def unfinished() -> list[ErasureCertificate]:
    with public():
        return list(ErasureCertificate.objects.filter(signature="").order_by("pk"))


def _let_hosts_rest(who: Identity, at: datetime) -> None:
    RetiredHostname.objects.bulk_create(
        [RetiredHostname(domain=host, retired_at=at) for host in who.hosts],
        update_conflicts=True,
        unique_fields=["domain"],
        update_fields=["retired_at", "institution_key"],
    )
