"""What is needed to go on elsewhere and may be read by nobody on the way, under a passphrase.

`sealed/secrets.bin`: the line `madang-sealed 1`, a line with the salt (hexadecimal), then frames. A frame is its
length (four bytes, big-endian) and ChaCha20-Poly1305 of at most a megabyte of lines, with the frame's number as
nonce (twelve bytes, big-endian) and `more` or `last` as associated data. The key is scrypt(passphrase, salt, n=2^15,
r=8, p=1), 32 bytes. Each line is JSON: {"table", "key": {column: value}, "values": {column: value}}.
"""

import json
import os
from collections.abc import Iterable, Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tenants.moving.refusal import CannotMove

HEAD = b"madang-sealed 1\n"
FRAME = 1024 * 1024
SHORTEST_PASSPHRASE = 12
TAG = 16


def sealed(lines: Iterable[dict[str, Any]], passphrase: str) -> Iterator[bytes]:
    salt = os.urandom(16)
    cipher = _cipher(passphrase, salt)
    yield HEAD + salt.hex().encode() + b"\n"
    waiting, number = bytearray(), 0
    for line in lines:
        waiting += json.dumps(line, ensure_ascii=False).encode() + b"\n"
        while len(waiting) > FRAME:
            yield _frame(cipher, number, bytes(waiting[:FRAME]), b"more")
            del waiting[:FRAME]
            number += 1
    yield _frame(cipher, number, bytes(waiting), b"last")


def unsealed(file: IO[bytes], passphrase: str) -> Iterator[dict[str, Any]]:
    """Raises CannotMove for another passphrase, and for what was changed or cut short."""
    if file.read(len(HEAD)) != HEAD:
        raise CannotMove("What is sealed in it cannot be read: it begins with something else.")
    cipher = _cipher(passphrase, bytes.fromhex(file.read(33).strip().decode("ascii", "replace")))
    rest, number = b"", 0
    while head := file.read(4):
        length = int.from_bytes(head, "big")
        frame = file.read(length) if TAG <= length <= FRAME + TAG else b""
        is_last = False
        nonce = number.to_bytes(12, "big")
        try:
            plain = cipher.decrypt(nonce, frame, b"more")
        except InvalidTag:
            try:
                plain, is_last = cipher.decrypt(nonce, frame, b"last"), True
            except InvalidTag as error:
                raise CannotMove("The passphrase is not the one it was sealed with.") from error
        *lines, rest = (rest + plain).split(b"\n")
        yield from map(json.loads, lines)
        number += 1
        if is_last:
            return
    raise CannotMove("What is sealed in it was cut short.")


def _frame(cipher: ChaCha20Poly1305, number: int, plain: bytes, place: bytes) -> bytes:
    frame = cipher.encrypt(number.to_bytes(12, "big"), plain, place)
    return len(frame).to_bytes(4, "big") + frame


def _cipher(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))
