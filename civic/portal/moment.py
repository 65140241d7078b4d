"""One moment of a proposal's story."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """One item of ui/components/timeline.html. `at` is an instant, `on` a day; either may be missing."""

    icon: str
    title: str
    at: datetime | None = None
    on: date | None = None
    text: str = ""
    tone: str = ""
    url: str = ""
    url_label: str = ""
    who: str = ""
    coming: bool = False
