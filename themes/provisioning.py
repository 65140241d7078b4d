"""What the paint shop contributes when an institution opens: a theme from the catalogue."""

from django.utils import timezone

from tenants.context import institution_context
from tenants.models import Institution
from themes.actions import publish_theme
from themes.catalogue import DEFAULT
from themes.models import Theme


def choose_theme(institution: Institution) -> None:
    """Wear the ordered theme, once."""
    with institution_context(institution):
        if not Theme.objects.exists():
            name = institution.order.get("theme") or DEFAULT
            publish_theme(catalogue_name=name, tokens={}, by=None, at=timezone.now())
