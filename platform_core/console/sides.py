"""What stands at the side of the operator's pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def links(here: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Institutions"),
            "url": reverse("console:institutions"),
            "icon": "building",
            "current": here == "institutions",
        },
        {
            "label": _("Open an institution"),
            "url": reverse("console:new_institution"),
            "icon": "plus",
            "current": here == "new",
        },
        {
            "label": _("Library of cases"),
            "url": reverse("console:library"),
            "icon": "share",
            "current": here == "library",
        },
    ]
