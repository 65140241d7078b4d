"""Every night: whom answers reached, then every number of what taking part brings."""

from datetime import datetime

from civic.efficacy.counting import count_statistics
from civic.efficacy.reach import look_at_reach

# News that was read here, or whose letter was handed over (letters are remembered by event and person).
NEWS_HAD = """
    SELECT l.id AS answer, n.user_id AS person FROM looked l
    JOIN events_event v ON v.subject_type = 'answers.answer' AND v.subject_id = l.id
        AND v.kind = 'answers.answer.published'
    JOIN notifications_notification n ON n.event_id = v.id
    LEFT JOIN outbound_outboundmail m ON m.dedupe_key = 'event:' || v.id || ':' || n.user_id AND m.state = 'sent'
    WHERE n.read_at IS NOT NULL OR m.id IS NOT NULL
"""


def measure(*, at: datetime, seconds: float | None = None) -> int:
    """Returns how many measures were counted now; what is left over (see `seconds`) by the next call."""
    look_at_reach(news=NEWS_HAD, at=at)
    return count_statistics(at=at, seconds=seconds)
