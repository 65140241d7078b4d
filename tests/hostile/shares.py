"""Each address and each field gets its share of what is hostile; together they get all of it.

Everything with everything grows with every page that is added and would soon take an hour. With HOSTILE=all in the
environment nothing is left out: for a long evening, or after a change of what reads requests.
"""

import os
import re
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
ALL = os.environ.get("HOSTILE") == "all"


def share(of: Sequence[T], what: str, size: int) -> list[T]:
    """`size` of them, the same ones for the same `what` every time, others for the next.

    Numbers in `what` do not count: a row has another one in the next run.
    """
    if ALL or size >= len(of):
        return list(of)
    begin = crc32(re.sub(r"\d+", "", what).encode()) % len(of)
    return [of[(begin + step) % len(of)] for step in range(size)]
