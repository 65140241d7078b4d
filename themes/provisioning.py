"""What the paint shop contributes when an institution opens: a theme from the catalogue."""

from django.utils import timezone
from django.utils.translation import get_language

from tenants.context import institution_context
from tenants.models import Institution
from themes.actions import publish_theme
from themes.catalogue import DEFAULT, catalogue
from themes.models import Theme


def choose_theme(institution: Institution) -> None:
    """Wear the ordered theme, once."""
    with institution_context(institution):
        if not Theme.objects.exists():
            name = institution.order.get("theme") or DEFAULT
            publish_theme(catalogue_name=name, by=None, at=timezone.now())


def choices() -> dict[str, list[tuple[str, str]]]:
    """What an order form offers."""
    korean = (get_language() or "ko").startswith("ko")
    return {"theme": [(theme.key, theme.name_ko if korean else theme.name) for theme in catalogue().values()]}
