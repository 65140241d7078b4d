"""Form fields that clean what people type and say clearly when it is too long or too short.

Limits are counted in characters as people count them (graphemes), as 1,000 emoji are 1,000; a byte
limit behind them keeps a hostile paste cheap. No `maxlength` is written into the page: browsers count
UTF-16 units, cut Korean input in the middle of a syllable and lose what was typed. Pages read
`data-limit` to show a counter instead.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from platform_core.text.graphemes import grapheme_length
from platform_core.text.normalise import UncleanText, clean_line, clean_text

# The longest UTF-8 form of one ordinary grapheme; leaves room for emoji sequences and accents.
BYTES_PER_CHARACTER = 16
LARGEST_TEXT_BYTES = 400_000

_TOO_LONG = ngettext_lazy(
    "Please shorten this to %(most)s character. It has %(length)s now.",
    "Please shorten this to %(most)s characters. It has %(length)s now.",
    "limit",
)
_TOO_SHORT = ngettext_lazy(
    "Please write at least %(least)s character. It has %(length)s now.",
    "Please write at least %(least)s characters. It has %(length)s now.",
    "limit",
)
_FAR_TOO_LONG = _("This text is far too long to take in. Please shorten it or attach it as a file.")


def check_text(
    value: str,
    *,
    clean: Callable[[str], str],
    max_characters: int | None = None,
    min_characters: int | None = None,
) -> str:
    """The cleaned value, for forms and serialisers alike.

    Raises ValidationError with code `far_too_long`, `too_long`, `too_short`, `null_character` or
    `broken_character`. A text far over its limit is refused before any of it is looked at.
    """
    if len(value) > _byte_limit(max_characters):
        raise ValidationError(_FAR_TOO_LONG, code="far_too_long")
    try:
        cleaned = clean(value)
    except UncleanText as error:
        raise ValidationError(error.sentence, code=error.code) from error
    if len(cleaned.encode()) > _byte_limit(max_characters):
        raise ValidationError(_FAR_TOO_LONG, code="far_too_long")
    _check_length(cleaned, max_characters, min_characters)
    return cleaned


def _byte_limit(max_characters: int | None) -> int:
    if max_characters is None:
        return LARGEST_TEXT_BYTES
    return min(max_characters * BYTES_PER_CHARACTER + 1024, LARGEST_TEXT_BYTES)


def _check_length(cleaned: str, max_characters: int | None, min_characters: int | None) -> None:
    length = grapheme_length(cleaned)
    if max_characters is not None and length > max_characters:
        raise _length_error(_TOO_LONG, "too_long", max_characters, length, "most")
    if min_characters is not None and 0 < length < min_characters:
        raise _length_error(_TOO_SHORT, "too_short", min_characters, length, "least")


def _length_error(sentence: Any, code: str, limit: int, length: int, name: str) -> ValidationError:
    """`limit` chooses between one and many; what is read are the numbers in the reader's own notation."""
    params = {"limit": limit, name: intcomma(limit), "length": intcomma(length)}
    return ValidationError(sentence, code=code, params=params)


class _CleanedField(forms.CharField):
    clean_value: Callable[[str], str]

    def __init__(
        self, *, max_characters: int | None = None, min_characters: int | None = None, **kwargs: Any
    ) -> None:
        self.max_characters = max_characters
        self.min_characters = min_characters
        super().__init__(strip=False, **kwargs)
        # Ours refuses null characters with a clearer sentence, before this one would see them.
        self.validators = [
            v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"
        ]

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return self.empty_value or ""
        return check_text(
            str(value),
            clean=type(self).clean_value,
            max_characters=self.max_characters,
            min_characters=self.min_characters,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if self.max_characters is not None and not widget.is_hidden:
            attrs["data-limit"] = str(self.max_characters)
        return attrs


class LineField(_CleanedField):
    """One line: a title, a name."""

    clean_value = staticmethod(clean_line)


class TextField(_CleanedField):
    """Several lines: a body, a comment, a reason."""

    clean_value = staticmethod(clean_text)
    widget = forms.Textarea
