"""Who entered a proposal that somebody wrote on paper."""

from django import template

from civic.paper.models import PaperDeed
from civic.paper.queries import entry_of
from civic.proposals.models import Origin, Proposal

register = template.Library()


@register.simple_tag
def handed_in(proposal: Proposal) -> PaperDeed | None:
    """None for what was written here; nothing is asked of it."""
    return entry_of(proposal) if proposal.origin == Origin.PAPER else None
