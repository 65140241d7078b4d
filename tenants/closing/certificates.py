"""The certificate of an erasure: what it says, its signature, and reading it again.

Signed with the deployment's own key (Ed25519, tenants/moving/archive/signing.py): whoever holds a copy can check it
against the public key that stands in it and that the operator publishes.
"""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from platform_core.access import Verdict, no
from tenants.closing.models import ErasureCertificate
from tenants.closing.traces import Identity
from tenants.moving.archive.signing import check_signature, own_keys, signed


def told(who: Identity) -> dict[str, Any]:
    return {"id": who.pk, "key": who.key, "schema": who.schema, "name": who.name, "hosts": list(who.hosts)}


def identity(certificate: ErasureCertificate) -> Identity:
    said = certificate.document["institution"]
    return Identity(said["id"], said["key"], said["schema"], said["name"], tuple(said["hosts"]))


def words_of(certificate: ErasureCertificate) -> bytes:
    """What is signed: the same to the letter whoever writes it out."""
    said = {
        "certificate": str(certificate.number),
        "erased_at": certificate.erased_at.isoformat(),
        **certificate.document,
    }
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()


def sign(certificate: ErasureCertificate) -> None:
    certificate.refresh_from_db()
    certificate.key_id = own_keys()[0]
    certificate.signature = signed(words_of(certificate)).decode()
    certificate.save(update_fields=["key_id", "signature"])


def check(certificate: ErasureCertificate) -> str:
    """The public key that signed it. Raises tenants.moving.refusal.CannotMove when it was changed since, or never."""
    return check_signature(words_of(certificate), certificate.signature.encode())


def nobody_asked() -> Verdict:
    return no("not_asked", _("Nobody has asked for its erasure."))
