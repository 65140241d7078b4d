"""Check a receipt of participation without trusting whoever gave it.

    python3 verify_ledger.py receipt.json --key BASE64   (the key stands on the institution's page «the ledger»)

Needs Python 3.9 and nothing else; the signature itself is checked when the package `cryptography` is there. What is
checked: that the words and the salt of the receipt make the leaf, that the leaf is in the tree whose root the note
names (RFC 9162, 2.1.3.2), and that the key has signed the note (C2SP signed-note). Compare the note with what the
institution published elsewhere, too: then everybody sees the same tree.
"""

import argparse
import base64
import json
import sys
from hashlib import sha256
from typing import Any


def verify(receipt: "dict[str, Any]", keys: "list[str]") -> str:
    """What is wrong with it, as a sentence; "" when all is well."""
    try:
        return _verify(receipt, keys)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return f"The receipt cannot be read: {error!r}"


def _verify(receipt: "dict[str, Any]", keys: "list[str]") -> str:
    if "note" not in receipt:
        return "It waits for the next checkpoint; ask again in ten minutes."
    deed = sha256(bytes.fromhex(receipt["salt"]) + receipt["deed"].encode()).digest()
    commitment = sha256(deed + bytes.fromhex(receipt["effect"])).digest()
    leaf = sha256(b"\x00" + commitment).digest()
    lines = receipt["note"].split("\n")
    size, root = int(lines[1]), base64.b64decode(lines[2])
    proof = [bytes.fromhex(one) for one in receipt["proof"]]
    if root_of(leaf, receipt["index"], size, proof) != root:
        return "The tree of this note does not hold it."
    return _signature(receipt["note"], keys)


def root_of(leaf: bytes, index: int, size: int, proof: "list[bytes]") -> "bytes | None":
    if not 0 <= index < size:
        return None
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = sha256(b"\x01" + sibling + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + sibling).digest()
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


def _signature(note: str, keys: "list[str]") -> str:
    text, _gap, line = note.partition("\n\n\u2014 ")
    name, _space, mark = line.strip().partition(" ")
    raw = base64.b64decode(mark)
    for key in keys:
        public = base64.b64decode(key)
        if raw[:4] == sha256(name.encode() + b"\n\x01" + public).digest()[:4]:
            return _ed25519(public, raw[4:], (text + "\n").encode())
    return "The note was not signed with this key."


def _ed25519(public: bytes, signature: bytes, text: bytes) -> str:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return "The tree holds it. The signature was not checked: install the package cryptography."
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except InvalidSignature:
        return "The signature of the note is wrong."
    return ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("receipt", type=argparse.FileType(encoding="utf-8"))
    parser.add_argument("--key", action="append", required=True)
    asked = parser.parse_args()
    wrong = verify(json.load(asked.receipt), asked.key)
    print(wrong or "It is in the signed tree.")
    sys.exit(1 if wrong else 0)
