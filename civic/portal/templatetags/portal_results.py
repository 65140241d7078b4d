"""{% result_links item %} or {% result_links debate=debate %}: the way from a debate, its item and its answer to the report."""

from typing import Any

from django import template

from civic.debates.models import Debate
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from civic.results.queries import latest_of_debates, reports_of_item

register = template.Library()


@register.inclusion_tag("portal/results/links.html")
def result_links(item: Proposal | None = None, debate: Debate | None = None) -> dict[str, Any]:
    """One query; none for an item whose rules know no debate."""
    if debate is not None:
        return {"versions": list(latest_of_debates([debate.pk]).values())}
    if item is None or not any(stage.kind == StageKind.DEBATING for stage in item.rules.stages):
        return {"versions": []}
    return {"versions": reports_of_item(item)}
