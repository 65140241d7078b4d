"""How many of a proposal's supports came on paper, beside the number of all."""

from django import template
from django.core.cache import cache

from civic.paper.queries import supports_on_paper
from civic.proposals.models import Proposal

register = template.Library()
# At most so old. A page that thousands open at once asks the database once a minute. Seconds.
KEPT_SECONDS = 60


@register.simple_tag
def on_paper(number: int) -> int:
    """0 where there are none, or the proposal is not there."""
    key = f"on-paper-{number}"
    count = cache.get(key)
    if count is None:
        count = supports_on_paper([Proposal(pk=number)]).get(number, 0)
        cache.set(key, count, KEPT_SECONDS)
    return int(count)
