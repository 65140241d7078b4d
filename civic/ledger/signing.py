"""Checkpoints as signed notes: three lines and two more, an empty line, and an Ed25519 signature.

The form of C2SP tlog-checkpoint and signed-note: origin, size, root; then our own lines `previous` (SHA-256 of the
note before, base64) and `at`. The key is derived as that of archives is (tenants/moving/archive/signing.py), for a
purpose of its own.
"""

import base64
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tenants.context import here
from tenants.moving.archive.signing import keys_for, public_text

PURPOSE = b"madang.ledger"


def origin_here() -> str:
    """The institution's immutable key: addresses may change, the tree's name may not."""
    institution = here()
    assert institution is not None
    return f"madang-ledger/{institution.key}"


def public_keys() -> list[str]:
    """Base64; the first signs now, the others have signed."""
    return [public_text(key) for key in keys_for(PURPOSE)]


def signed_note(*, size: int, root: bytes, previous: str, at: datetime) -> str:
    """`previous`: the note before, or "" for the first."""
    text = "\n".join(
        [
            origin_here(),
            str(size),
            base64.b64encode(root).decode(),
            f"previous {hash_of_note(previous)}",
            f"at {at.isoformat()}",
            "",
        ]
    )
    key = keys_for(PURPOSE)[0]
    mark = _mark(origin_here(), key) + key.sign(text.encode())
    return f"{text}\n— {origin_here()} {base64.b64encode(mark).decode()}\n"


def hash_of_note(note: str) -> str:
    return base64.b64encode(sha256(note.encode()).digest()).decode() if note else "-"


def is_signed_by_us(note: str) -> bool:
    text, gap, line = note.partition("\n\n— ")
    name, _space, mark = line.strip().partition(" ")
    try:
        raw = base64.b64decode(mark, validate=True)
    except ValueError:
        return False
    return bool(gap) and any(_is_by(key, name, f"{text}\n".encode(), raw) for key in keys_for(PURPOSE))


def _is_by(key: Ed25519PrivateKey, name: str, text: bytes, raw: bytes) -> bool:
    if raw[:4] != _mark(name, key):
        return False
    try:
        key.public_key().verify(raw[4:], text)
    except InvalidSignature:
        return False
    return True


def _mark(name: str, key: Ed25519PrivateKey) -> bytes:
    """The first bytes of the key's hash, as signed-note wants them."""
    raw = base64.b64decode(public_text(key))
    return sha256(name.encode() + b"\n\x01" + raw).digest()[:4]
