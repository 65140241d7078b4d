"""All a report is made of, read at one moment: what a published version keeps for good."""

from datetime import datetime
from typing import Any

from django.db import transaction

from civic.debates.models import Debate
from civic.results.counting import count_now, days_of
from civic.results.course import course_of
from civic.results.themes import themes_of

Data = dict[str, Any]


@transaction.atomic
def gather(debate: Debate, *, at: datetime) -> Data:
    """As JSON. No name, and no words of anybody: themes and quotes say which opinion they mean."""
    themes, apart, read = themes_of(debate)
    return {
        "at": at.isoformat(),
        "form": debate.form,
        "has_sides": debate.has_sides,
        "opened_at": _iso(debate.opened_at),
        "closes_at": _iso(debate.closes_at),
        "numbers": count_now(debate).as_data(),
        "days": days_of(debate),
        "course": course_of(debate),
        "themes": [theme.as_data() for theme in themes],
        "of_no_theme": apart,
        "opinions_read": read,
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
