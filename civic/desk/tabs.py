"""The states of what a list holds, as tabs above it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _


def state_tabs(
    home: str, states: Iterable[TextChoices], current: TextChoices | None, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Context of ui/components/tabs.html: all first, then each state with how many are in it."""
    every = {"label": _("All"), "url": home, "current": current is None, "count": sum(counts.values())}
    return [
        every,
        *(
            {
                "label": one.label,
                "url": f"{home}?state={one.value}",
                "current": one == current,
                "count": counts[one.value],
            }
            for one in states
        ),
    ]
