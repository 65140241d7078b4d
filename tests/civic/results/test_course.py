"""The way of an item, as its report tells it."""

from django.utils.translation import override

from civic.processes.document import Always, Gate
from civic.processes.kinds import Judged
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


def test_a_threshold_is_told_in_the_words_of_its_rules_and_one_that_asks_for_nothing_is_not(
    ended, monkeypatch
) -> None:
    debate = ended()
    item = debate.item
    always = Gate("onwards", Always(), effects=(), to=item.stage_key, judged=Judged.ONCE, answer="")
    monkeypatch.setitem(vars(item.rules), "gates", {"onwards": always})
    for key, count in [("onwards", 0), ("of_earlier_rules", 50)]:
        ThresholdCrossing.objects.create(
            proposal=item, threshold=key, count=count, crossed_at=debate.opened_at
        )
    with override("en"):
        told = [line["text"] for line in course_of(debate) if line["kind"] == "threshold"]
    assert told == ["Reached: 50 supports"]
