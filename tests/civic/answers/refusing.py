"""Being refused, and why: `with refused("already_late"): …`."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from platform_core.access import Refused


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The verb in it is refused with this code, and with a sentence for people."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.verdict.code == code
    assert str(caught.value.verdict.sentence)
