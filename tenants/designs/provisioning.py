"""What a design contributes when an institution opens: its rooms are arranged before they would arrange themselves."""

from django.utils import timezone

from tenants.designs.actions import apply_design
from tenants.designs.file import design_of
from tenants.models import Institution


def arrange_as_designed(institution: Institution) -> None:
    """Once or again: what is arranged already stays as it is."""
    if ordered := institution.order.get("design"):
        apply_design(institution=institution, design=design_of(ordered), at=timezone.now())
