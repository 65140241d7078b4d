"""What stands at the side of the operator's pages. A new page adds its line here; one that is not built is left out."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Side:
    """`key` is what a page calls itself in `links(key)`; `name` is its address."""

    key: str
    label: str | Promise
    name: str
    icon: str


SIDES: tuple[Side, ...] = (
    Side("institutions", _("Institutions"), "console:institutions", "building"),
    Side("new", _("Open an institution"), "console:new_institution", "plus"),
    Side("orders", pgettext_lazy("of institutions", "Orders"), "console:orders", "clock"),
    Side("batches", _("Open many from a table"), "console:batches", "file"),
    Side("programs", _("Keys for programs"), "console:programs", "gear"),
    Side("alerts", _("Alerts"), "console:alerts", "bell"),
    Side("incidents", _("Disturbances"), "console:incidents", "megaphone"),
    Side("benchmarks", _("Comparison"), "console:benchmarks", "chart"),
    Side("office", pgettext_lazy("bills and books", "Office"), "console:office", "file"),
    Side("library", _("Library of cases"), "console:library", "share"),
    Side("shelf", _("Shared rules and themes"), "console:shelf", "scales"),
    Side("erasures", _("Certificates of erasure"), "console:erasures", "file"),
    Side("migrations", _("Versions of schemas"), "console:migrations", "refresh"),
)


def links(here: str) -> list[dict[str, Any]]:
    return [link for side in SIDES if (link := _link(side, here))]


def _link(side: Side, here: str) -> dict[str, Any]:
    try:
        url = reverse(side.name)
    except NoReverseMatch:
        return {}
    return {"label": side.label, "url": url, "icon": side.icon, "current": side.key == here}
