"""The tree as tiles of 256 hashes: what grew is written, and any hash of a full subtree is read from one tile."""

from civic.ledger.hashing import HashOf, fold
from civic.ledger.models import Tile

WIDTH = 256
BYTES = WIDTH * 32
BITS = 8


class Growing:
    """Takes hashes of new leaves, in their order; `save` writes the tiles that grew."""

    def __init__(self, size: int) -> None:
        self._open: dict[int, Tile] = {}
        self._grown: list[Tile] = []
        self._next = {level: (size >> (BITS * level)) // WIDTH for level in range(8)}
        for level, number in self._next.items():
            if (size >> (BITS * level)) % WIDTH:
                self._open[level] = Tile.objects.get(level=level, number=number)

    def add(self, hashes: bytes, level: int = 0) -> None:
        """At most as many as the tile at hand still takes, or from the beginning of one, at most WIDTH."""
        tile = self._open.pop(level, None) or Tile(level=level, number=self._next[level], hashes=b"")
        room = BYTES - len(tile.hashes)
        tile.hashes = bytes(tile.hashes) + hashes[:room]
        if len(tile.hashes) == BYTES:
            self._grown.append(tile)
            self._next[level] += 1
            self.add(fold(tile.hashes), level + 1)
        else:
            self._open[level] = tile
        if hashes[room:]:
            self.add(hashes[room:], level)

    def save(self) -> None:
        Tile.objects.bulk_create(
            [Tile(level=one.level, number=one.number, hashes=one.hashes) for one in self._all()],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["level", "number"],
            update_fields=["hashes"],
        )

    def _all(self) -> list[Tile]:
        return [*self._grown, *(tile for _level, tile in sorted(self._open.items()))]


def reader() -> HashOf:
    """Reads each tile once, as long as it is kept. Raises Tile.DoesNotExist and ValueError where the tree is torn."""
    read: dict[tuple[int, int], bytes] = {}

    def hash_of(level: int, index: int) -> bytes:
        tall, low = divmod(level, BITS)
        begin = index << low
        place = (tall, begin // WIDTH)
        if place not in read:
            read[place] = bytes(Tile.objects.get(level=tall, number=place[1]).hashes)
        at = begin % WIDTH * 32
        found = read[place][at : at + (32 << low)]
        if len(found) != 32 << low:
            raise ValueError(f"Tile {place} is too short.")
        return fold(found)

    return hash_of
