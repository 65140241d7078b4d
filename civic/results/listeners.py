"""What is taken back goes from files as well, whoever opens them or not."""

from civic.results.printing import forget_words
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("debates.opinion.hidden", "debates.opinion.withdrawn")
def throw_away_what_quotes_it(event: Event) -> None:
    """The clock has them made anew."""
    forget_words(event.subject_id or 0)
