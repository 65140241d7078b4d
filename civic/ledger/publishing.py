"""Checkpoints and tiles as static files that are never written twice: in the institution's own store, and in a
second place that this deployment may not change later (settings.LEDGER_SECOND_PLACE, a directory; "" for none).

    checkpoints/12.json     {"number", "size", "note"}
    tiles/0/3.json          {"level", "number", "hashes"}; tiles/0/3.p/17.json while it has 17 of 256
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from civic.ledger.models import Checkpoint, Tile
from civic.ledger.tiles import BITS, WIDTH
from tenants.context import here


def places() -> list[Storage]:
    institution = here()
    assert institution is not None
    second = settings.LEDGER_SECOND_PLACE
    return [
        default_storage,
        *([FileSystemStorage(Path(second) / institution.schema_name)] if second else []),
    ]


def publish() -> int:
    """Every checkpoint that a place does not have yet, with the tiles that grew; the checkpoint last."""
    return sum(_publish(place) for place in places())


def name_of(checkpoint: Checkpoint) -> str:
    return f"ledger/checkpoints/{checkpoint.pk}.json"


def data_of(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"number": checkpoint.pk, "size": checkpoint.size, "note": checkpoint.note}


def tile_data(level: int, number: int, hashes: bytes) -> dict[str, Any]:
    return {"level": level, "number": number, "hashes": hashes.hex()}


def _publish(place: Storage) -> int:
    missing: list[Checkpoint] = []
    for one in Checkpoint.objects.order_by("-id").iterator():
        if place.exists(name_of(one)):
            break
        missing.append(one)
    for one in reversed(missing):
        for name, text in _grown(one):
            _write(place, name, text)
        _write(place, name_of(one), json.dumps(data_of(one)))
    return len(missing)


def _grown(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """Tiles as they were at that checkpoint, since the one before."""
    earlier = Checkpoint.objects.filter(size__lt=checkpoint.size).order_by("-size").first()
    for level in range(8):
        before, now = (size >> (BITS * level) for size in (earlier.size if earlier else 0, checkpoint.size))
        if now == before:
            return
        tiles = Tile.objects.filter(level=level, number__range=(before // WIDTH, (now - 1) // WIDTH))
        for tile in tiles.order_by("number").iterator(chunk_size=500):
            width = min(WIDTH, now - tile.number * WIDTH)
            hashes = bytes(tile.hashes)[: width * 32]
            name = f"{tile.number}.json" if width == WIDTH else f"{tile.number}.p/{width}.json"
            yield (
                f"ledger/tiles/{level}/{name}",
                json.dumps(tile_data(level, tile.number, hashes)),
            )


def _write(place: Storage, name: str, text: str) -> None:
    if not place.exists(name):
        place.save(name, ContentFile(text.encode()))
