"""What people type, made safe to store, compare and show: the one gate all text passes.

Both cleaners give NFC text without control characters, bidirectional overrides and invisible
filler, and refuse what no keyboard sends. Cleaning clean text changes nothing.
"""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class UncleanText(ValueError):
    """Text that cannot be repaired. `code` is stable; `sentence` is translated, for people."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        """In the language of whoever is reading now."""
        return str(self._sentence)

    def __str__(self) -> str:
        return self.sentence


# C0 and C1 controls except the ones that mean a space or a new line.
_CONTROLS = r"\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
# Bidirectional marks, embeddings, overrides and isolates: they make text read other than it is.
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Soft hyphen, combining grapheme joiner, zero-width space, word joiner, byte order mark, invisible
# operators, interlinear annotation, Hangul fillers, noncharacters.
_INVISIBLE = r"\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
_JUNK = re.compile(f"[{_CONTROLS}{_BIDI}{_INVISIBLE}]")

_EMOJI = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f"
    r"\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Scripts whose spelling needs joiners: Arabic and the Indic ones.
_JOINING_LETTER = r"\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u1780-\u17ff"
_STRAY_JOINER = re.compile(
    rf"(?<![{_EMOJI}\ufe0f\u20e3{_JOINING_LETTER}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_EMOJI}{_JOINING_LETTER}\u200c\u200d])"
)
# Tag letters spell only the flags of England, Scotland and Wales; elsewhere they smuggle hidden text.
_FLAG_OR_TAGS = re.compile(r"(\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f)|[\U000e0000-\U000e007f]+")
# A variation selector belongs to one visible character; ideographic ones to an ideograph.
_STRAY_SELECTOR = re.compile(
    r"(?:(?<=^)|(?<=[\s\ufe00-\ufe0f]))[\ufe00-\ufe0f]+|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]+",
)
# The fillers of old Hangul are letters only inside a syllable of conjoining jamo.
_STRAY_FILLER = re.compile(r"\u115f(?![\u1160-\u11ff])|(?<![\u1100-\u115f])\u1160")
_CAN_STRAY = re.compile(r"[\u200c\u200d\ufe00-\ufe0f\u115f\u1160\U000e0000-\U000e01ef]")
_ROUNDS = 6
_MARKS = r"\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED_MARKS = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_NEW_LINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
# Nothing here needs any of the repairs above except the plain spacing ones.
_ORDINARY = re.compile(
    r"[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u3001-\u3029\u3131-\u3163가-힣\u4e00-\u9fff]*"
)


def clean_line(value: str) -> str:
    """One line: as clean_text, with every run of white space made one space.

    Raises UncleanText (`null_character`, `broken_character`).
    """
    return " ".join(repair(value).split())


def clean_text(value: str) -> str:
    """Several lines: new lines become \\n, at most two blank lines in a row, no trailing spaces.

    Spaces at the start of later lines stay (lists and verse need them). Raises UncleanText.
    """
    text = _BLANKS.sub(_narrow, repair(value))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = _MANY_BLANK_LINES.sub("\n\n\n", text)
    return text.strip()


def refuse_broken(value: str) -> None:
    """Raise UncleanText for NUL and for halves of characters, which the database cannot store."""
    if "\x00" in value:
        raise UncleanText("null_character", _("This text contains a null character. Please type it again."))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UncleanText(
            "broken_character", _("This text contains a broken character. Please type it again.")
        ) from None


def repair(value: str) -> str:
    """NFC, one kind of new line, nothing invisible or misleading; spaces stay. Raises UncleanText."""
    if _ORDINARY.fullmatch(value):
        return value
    refuse_broken(value)
    text = _NEW_LINE.sub("\n", value)
    if _ORDINARY.fullmatch(text):
        return text
    for _round in range(_ROUNDS):
        before, text = text, _strip_strays(text)
        if text == before:
            return text
    # Only text built to be stripped one character a round comes here: it loses all that can stray.
    return _strip_strays(_CAN_STRAY.sub("", text))


def _strip_strays(text: str) -> str:
    """One round; taking one stray character away may strand its neighbour, so callers repeat it."""
    text = _JUNK.sub("", text)
    text = _FLAG_OR_TAGS.sub(lambda match: match[1] or "", text)
    text = _STRAY_SELECTOR.sub("", text)
    text = _STRAY_JOINER.sub("", text)
    text = _STRAY_FILLER.sub("", text)
    text = unicodedata.normalize("NFC", text)
    return _STACKED_MARKS.sub(r"\1", text)


def _narrow(match: re.Match[str]) -> str:
    """Tabs and no-break spaces become as many plain spaces; a line of dots drawn with them stays aligned."""
    return " " * len(match[0])
