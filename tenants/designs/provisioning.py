"""What a design contributes when an institution opens: its rooms are arranged before they would arrange themselves."""

from django.utils import timezone

from tenants.context import public
from tenants.designs.actions import apply_design
from tenants.designs.file import design_of
from tenants.models import Institution


def arrange_as_designed(institution: Institution) -> None:
    """Once or again: what is arranged already stays as it is. Then the order forgets it: it is read at every request."""
    if ordered := institution.order.get("design"):
        apply_design(institution=institution, design=design_of(ordered), at=timezone.now())
        with public():
            rest = {name: value for name, value in institution.order.items() if name != "design"}
            Institution.objects.filter(pk=institution.pk).update(order=rest)
