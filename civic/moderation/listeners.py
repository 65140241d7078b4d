"""Somebody left: what was decided, why and when stays; what they said, and what was said to them, goes."""

from civic.moderation.models import Appeal, Decision, Report
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("accounts.person.withdrew")
def forget_words_of(event: Event) -> None:
    """Idempotent. Reports stay counted."""
    gone = event.subject_id or 0
    Report.objects.filter(reporter_id=gone).update(words="")
    Appeal.objects.filter(decision__author_id=gone).update(words="", answer="")
    Decision.objects.filter(author_id=gone).update(words="")
