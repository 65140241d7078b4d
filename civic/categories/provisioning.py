"""What this room contributes when an institution opens: a first set of categories."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from civic.categories.models import Category
from tenants.context import institution_context
from tenants.models import Institution


def first_categories() -> list[tuple[str, str]]:
    return [
        ("transport", _("Transport")),
        ("environment", _("Environment")),
        ("welfare", _("Welfare")),
        ("safety", _("Safety")),
        ("housing", _("Housing")),
        ("culture", _("Culture")),
        ("economy", _("Economy")),
        ("education", _("Education")),
        ("health", _("Health")),
        ("other", _("Other")),
    ]


def seed_categories(institution: Institution) -> None:
    """A civil servant renames and reorders them later; none is forced."""
    with institution_context(institution), override(institution.default_language):
        if Category.objects.exists():
            return
        Category.objects.bulk_create(
            Category(key=key, name=name, position=position)
            for position, (key, name) in enumerate(first_categories())
        )
