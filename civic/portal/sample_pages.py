"""Pages on which a new look is tried (settings.SAMPLE_PAGES): those that people meet most, with what is really there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.debates.queries import listed_debates
from civic.proposals.queries import listed
from platform_core.ui.samples import SamplePage


def sample_pages(viewer: Any) -> tuple[SamplePage, ...]:
    """A page that needs something to show, and has nothing yet, is left out. Two queries."""
    return tuple(_pages())


def _pages() -> Iterator[SamplePage]:
    yield SamplePage("home", _("Front page"), reverse("portal:home"))
    yield SamplePage("list", _("List of proposals"), reverse("portal:proposals"))
    proposal = listed().order_by("-pk").values_list("pk", flat=True).first()
    if proposal is not None:
        yield SamplePage("proposal", _("A proposal"), reverse("portal:proposal", args=[proposal]))
    debate = listed_debates().order_by("-pk").values_list("pk", flat=True).first()
    if debate is not None:
        yield SamplePage("debate", _("A debate"), reverse("portal:debate", args=[debate]))
    yield SamplePage("form", _("A form"), reverse("portal:propose"))
    yield SamplePage("desk", _("The staff desk"), reverse("desk:home"))
