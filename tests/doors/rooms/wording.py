"""Addresses of this room, and one of everything behind them."""

from civic.wording.actions import draft_words, publish_draft
from civic.wording.explaining import Wording, explain_word
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, MODERATOR_SAYS_SO, OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "desk:words": ADMINISTRATOR_SAYS_SO,
    "desk:words_in": ADMINISTRATOR_SAYS_SO,
    "desk:words_preview": ADMINISTRATOR_SAYS_SO,
    "desk:words_publication": FORM_ONLY,
    "desk:words_draft_removal": FORM_ONLY,
    "desk:words_return": ADMINISTRATOR_SAYS_SO,
    "desk:glossary": MODERATOR_SAYS_SO,
    "desk:glossary_new": MODERATOR_SAYS_SO,
    "desk:glossary_word": MODERATOR_SAYS_SO,
    "desk:glossary_usual": FORM_ONLY,
    "desk:languages": ADMINISTRATOR_SAYS_SO,
    "desk:reading": FORM_ONLY,
    "portal:glossary": OPEN,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """Words are published, and a draft waits. The dislike is renamed: nothing else in the tests says it."""
    said = {"dislike": {"word": "반대", "verb": True}}
    draft_words(language="ko", words=said, by=scene.administrator, at=scene.now)
    version = publish_draft(reason=f"의회의 뜻{scene.mark}", by=scene.administrator, at=scene.now)
    assert version is not None
    draft_words(language="ko", words={}, by=scene.administrator, at=scene.now)
    wording = Wording(f"마을말{scene.mark}", f"우리끼리 쓰는 말 {scene.mark}")
    word = explain_word(language="ko", key="own", wording=wording, by=scene.administrator, at=scene.now)
    on_word = {"language": "ko", "key": word.key}
    return {
        "desk:glossary_new": {"language": "ko"},
        "desk:glossary_word": on_word,
        "desk:glossary_usual": on_word,
        "desk:words_in": {"language": "ko"},
        "desk:words_return": {"number": version.number},
    }
