"""Who made an archive: Ed25519 over its manifest, which names the SHA-256 of everything else.

The key comes from settings.EXPORT_SIGNING_KEYS (the first signs), or from SECRET_KEY where none is set. Archives of
other deployments are read when their public key stands in settings.TRUSTED_EXPORT_KEYS, or is named by hand.
"""

import base64
import json
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from tenants.moving.refusal import CannotMove


def signed(manifest: bytes) -> bytes:
    """The text of manifest.sig."""
    key = _keys()[0]
    said = {
        "algorithm": "ed25519",
        "public_key": public_text(key),
        "signature": base64.b64encode(key.sign(manifest)).decode(),
    }
    return json.dumps(said, indent=1).encode()


def own_keys() -> list[str]:
    """The public keys of this deployment, base64; the first is the one it signs with."""
    return [public_text(key) for key in _keys()]


def check_signature(manifest: bytes, signature: bytes, *, trusted: Iterable[str] = ()) -> str:
    """The public key that signed. Raises CannotMove unless it is ours, trusted by settings, or in `trusted`."""
    try:
        said = json.loads(signature)
        key = str(said["public_key"])
        raw, sign = base64.b64decode(key, validate=True), base64.b64decode(said["signature"], validate=True)
        if said.get("algorithm") != "ed25519":
            raise ValueError("algorithm")
        public = Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, KeyError, TypeError) as error:
        raise CannotMove("Its signature cannot be read.") from error
    if key not in {*own_keys(), *settings.TRUSTED_EXPORT_KEYS, *trusted}:
        raise CannotMove(
            f"It was signed by {key}, which is not trusted here. When that is the key of the deployment it comes "
            "from, name it (--trust), or write it into TRUSTED_EXPORT_KEYS."
        )
    try:
        public.verify(sign, manifest)
    except InvalidSignature as error:
        raise CannotMove("Its signature is not of this manifest: the archive was changed.") from error
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def keys_for(purpose: bytes) -> list[Ed25519PrivateKey]:
    """Of this deployment, each purpose with its own; the first signs."""
    sources = settings.EXPORT_SIGNING_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_key(source, purpose) for source in sources]


def _keys() -> list[Ed25519PrivateKey]:
    return keys_for(b"madang.export")


def _key(source: str, purpose: bytes) -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), 32, salt=None, info=purpose).derive(source.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)
