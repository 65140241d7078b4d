"""What data ticks by itself: each point of the guide that names a probe is answered here.

A probe is asked for one year, or for one debate, gathering, question, candidate, meeting or item. It costs a
few queries, however much there is, and names at most MOST of what is missing.
"""

from collections.abc import Callable
from datetime import datetime

from civic.guide.probes import answering, beginning, deliberating, meeting, noticing
from civic.guide.probes.finding import MOST, About, Found, Missing

__all__ = ["MOST", "PROBES", "About", "Found", "Missing", "ask"]

Probe = Callable[[About, datetime], Found]

PROBES: dict[str, Probe] = {
    name: probe
    for room in (answering, beginning, deliberating, meeting, noticing)
    for name, probe in room.PROBES.items()
}


def ask(probe: str, about: About, at: datetime) -> Found:
    """Raises KeyError for a probe that does not exist."""
    return PROBES[probe](about, at)
