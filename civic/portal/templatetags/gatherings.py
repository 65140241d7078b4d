"""{% load gatherings %}{% gatherings_about proposal %}: where people meet about it. One query."""

from typing import Any

from django import template

from civic.gatherings import queries
from civic.portal.places import places
from civic.proposals.models import Proposal

register = template.Library()


@register.inclusion_tag("portal/gatherings/about.html")
def gatherings_about(item: Proposal) -> dict[str, Any]:
    """Draws nothing when there are none, and asks nothing where nobody has ever met."""
    return {"gatherings": queries.gatherings_about(item) if "gatherings" in places() else []}
