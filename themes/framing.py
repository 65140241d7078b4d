"""What the editor's frames show: which page, in which light, how wide, and beside what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from platform_core.ui.samples import SamplePage
from themes.kinds import Mode
from themes.models import ThemeDraft

WIDTHS = {
    "390": pgettext_lazy("width of a page", "Phone (390)"),
    "768": pgettext_lazy("width of a page", "Tablet (768)"),
    "1280": pgettext_lazy("width of a page", "PC (1280)"),
}
BESIDE = {"both": pgettext_lazy("pages", "Both"), "draft": gettext_lazy("The draft alone")}


@dataclass(frozen=True, slots=True)
class View:
    page: str
    mode: str = Mode.LIGHT.value
    width: str = "390"
    beside: str = "both"

    @property
    def query(self) -> str:
        return urlencode(asdict(self))


def view_wished(said: Mapping[str, Any], pages: tuple[SamplePage, ...]) -> View:
    """What is unknown counts as not said."""

    def one_of(name: str, known: Any, usual: str) -> str:
        return str(said.get(name)) if said.get(name) in known else usual

    return View(
        page=one_of("page", [page.key for page in pages], pages[0].key),
        mode=one_of("mode", Mode.values, Mode.LIGHT.value),
        width=one_of("width", WIDTHS, "390"),
        beside=one_of("beside", BESIDE, "both"),
    )


def frames(view: View, draft: ThemeDraft, pages: tuple[SamplePage, ...]) -> list[dict[str, str]]:
    """The draft's frame, and the present one's unless the draft is wanted alone."""
    page = next(one for one in pages if one.key == view.page)
    address = reverse("themes:preview", args=[page.key])
    facts = {"page": page.label, "mode": Mode(view.mode).label, "width": view.width}
    shown = [
        {
            "key": "draft",
            "label": _("This draft"),
            "title": _("This draft: %(page)s, %(mode)s, %(width)s pixels wide") % facts,
            "src": f"{address}?{urlencode({'draft': draft.pk, 'mode': view.mode, 'edition': draft.edition})}",
        }
    ]
    if view.beside == "both":
        shown.append(
            {
                "key": "worn",
                "label": _("As it is now"),
                "title": _("As it is now: %(page)s, %(mode)s, %(width)s pixels wide") % facts,
                "src": f"{address}?{urlencode({'mode': view.mode})}",
            }
        )
    return shown


def choices(view: View, pages: tuple[SamplePage, ...]) -> list[dict[str, Any]]:
    """The four selects above the frames."""

    def select(name: str, label: str, known: Any) -> dict[str, Any]:
        options = [{"key": key, "label": word, "chosen": key == getattr(view, name)} for key, word in known]
        return {"name": name, "label": label, "options": options}

    return [
        select("page", _("Page"), [(page.key, page.label) for page in pages]),
        select("mode", _("Colours for"), Mode.choices),
        select("width", _("Width"), WIDTHS.items()),
        select("beside", pgettext("two looks", "Compare"), BESIDE.items()),
    ]
