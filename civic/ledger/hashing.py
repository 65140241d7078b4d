"""The tree of RFC 6962, section 2.1: hashes of leaves and nodes, and proofs, over whoever knows the hashes."""

from collections.abc import Callable
from hashlib import sha256

# hash_of(level, index): the root of the full subtree of 2**level leaves that begins at index * 2**level.
HashOf = Callable[[int, int], bytes]
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """The root above 2**k hashes of 32 bytes."""
    while len(hashes) > 32:
        pairs = range(0, len(hashes), 64)
        hashes = b"".join([sha256(b"\x01" + hashes[place : place + 64]).digest() for place in pairs])
    return hashes


def root_of(size: int, hash_of: HashOf) -> bytes:
    return _root(0, size, hash_of) if size else EMPTY


def inclusion_proof(index: int, size: int, hash_of: HashOf) -> list[bytes]:
    """From the leaf upwards. Raises ValueError where the tree has no such leaf."""
    if not 0 <= index < size:
        raise ValueError(f"No leaf {index} in a tree of {size}.")
    begin, proof = 0, []
    while size > 1:
        left = _largest_power_below(size)
        if index < left:
            proof.append(_root(begin + left, size - left, hash_of))
            size = left
        else:
            proof.append(_root(begin, left, hash_of))
            begin, index, size = begin + left, index - left, size - left
    return proof[::-1]


def root_by_proof(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """What the root must be (RFC 9162, 2.1.3.2). Raises ValueError when the proof has the wrong length."""
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("The proof is too long.")
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ValueError("The proof is too short.")
    return found


def _root(begin: int, size: int, hash_of: HashOf) -> bytes:
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return hash_of(level, begin >> level)
    left = _largest_power_below(size)
    return node_hash(_root(begin, left, hash_of), _root(begin + left, size - left, hash_of))


def _largest_power_below(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
