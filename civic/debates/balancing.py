"""Opinions by turns: one for, one against, one that says something else, each side's newest first.

The cursor says how far each side has been read, so that a page reads no more than it shows.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import chain, zip_longest

from django.db.models import QuerySet

from civic.debates.models import Opinion, Side
from civic.proposals.paging import LARGEST_ID, LONGEST_CURSOR, BadCursor, Page

KEY = "opinions-balanced"


def balanced(roots: QuerySet[Opinion], *, cursor: str, size: int) -> Page[Opinion]:
    """One query for all sides together. Raises BadCursor."""
    read = _read(cursor)
    first, *others = (
        roots.filter(side=side, pk__lt=below).order_by("-pk")[: size + 1]
        for side, below in zip(Side.values, read, strict=True)
    )
    found = sorted(first.union(*others, all=True), key=lambda one: -one.pk)
    sides = [[one for one in found if one.side == side] for side in Side.values]
    turns = [one for one in chain.from_iterable(zip_longest(*sides)) if one is not None]
    shown = turns[:size]
    if len(turns) <= size:
        return Page(shown)
    for place, side in enumerate(Side.values):
        read[place] = min([read[place], *(one.pk for one in shown if one.side == side)])
    return Page(shown, _cursor(read))


def _cursor(read: list[int]) -> str:
    packed = json.dumps([KEY, *read], separators=(",", ":"))
    return urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read(cursor: str) -> list[int]:
    """Below which id each side goes on."""
    if not cursor:
        return [LARGEST_ID] * len(Side.values)
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise BadCursor("too long")
        packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        key, *read = json.loads(packed)
        if key != KEY or len(read) != len(Side.values) or not all(_is_id(one) for one in read):
            raise BadCursor("of another list")
    except BadCursor:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise BadCursor("torn") from error
    return list(read)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_ID
