"""The way of an item, as its report tells it."""

from civic.proposals.models import MoveCause, StageMove, ThresholdCrossing
from civic.results.course import course_of


def test_what_was_reached_is_told_before_where_it_led(ended) -> None:
    """Both are written at the same instant."""
    debate = ended()
    item, at = debate.item, debate.opened_at
    StageMove.objects.create(
        proposal=item,
        stage=item.stage,
        stage_key=item.stage_key,
        version_id=item.process_version_id,
        cause=MoveCause.GATE,
        entered_at=at,
    )
    ThresholdCrossing.objects.create(proposal=item, threshold="agenda", count=50, crossed_at=at)
    told = [line["kind"] for line in course_of(debate) if line["at"] == at.isoformat()]
    assert told.index("threshold") < told.index("stage")
