"""What the institution calls things, and the words it explains in its own way."""

from civic.demo.staging import Stage
from civic.demo.stories import Example
from civic.wording.actions import draft_words, publish_draft
from civic.wording.explaining import Wording, explain_word


def named(example: Example, stage: Stage) -> None:
    told = example.scene("wording")
    if told is None:
        return
    by, at = stage.cast.administrator, stage.morning(told["days_ago"])
    language: str = example.who["languages"][0]
    if "words" in told:
        draft_words(language=language, words=told["words"], by=by, at=at)
        publish_draft(reason=told["reason"], by=by, at=at)
    for one in told.get("explanation", []):
        wording = Wording(one["term"], one["meaning"])
        explain_word(language=language, key=one.get("key", ""), wording=wording, by=by, at=at)
