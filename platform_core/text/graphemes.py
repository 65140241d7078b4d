"""Characters as people count them: one family emoji is one, one decomposed Hangul syllable is one."""

import re

from wcwidth import iter_graphemes

# Text made only of these has one grapheme per code point (a CRLF pair is the one exception, so
# CR is not among them): printable ASCII, newline, Hangul syllables and compatibility jamo, kana,
# CJK ideographs and punctuation. Almost everything Koreans write passes here at C speed.
_ONE_EACH = re.compile(
    r"[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u3000-\u3029\u3030-\u3098\u309b-\u9fff가-힣]*"
)


def grapheme_length(text: str) -> int:
    """How many characters a reader would count (Unicode extended grapheme clusters, UAX #29)."""
    match = _ONE_EACH.match(text)
    plain = match.end() if match else 0
    if plain == len(text):
        return plain
    # The last plain character may carry the first mark behind it: count it with the rest.
    start = max(plain - 1, 0)
    return start + sum(1 for _ in iter_graphemes(text[start:]))


def shorten(text: str, limit: int) -> str:
    """The first `limit` graphemes of the text, never a torn one."""
    if len(text) <= limit:
        return text
    end = 0
    for count, grapheme in enumerate(iter_graphemes(text)):
        if count == limit:
            return text[:end]
        end += len(grapheme)
    return text
