"""The name shown beside what a person writes."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from platform_core.access.place import institution_here
from platform_core.text.fields import LineField

LONGEST_NAME = 20  # characters as people count them
LONGEST_STORED = 200  # code points, the column's width
_NOT_A_LETTER = re.compile(r"[\W_]+")
# Names that would speak for the institution. Compared whole, without spaces and punctuation:
# ‘하늘시민’ is a fine name, ‘하늘시’ in 하늘시 is not.
RESERVED = frozenset(
    "관리자 운영자 운영진 운영담당자 담당자 답변담당자 기관관리자 플랫폼운영자 공식 공식계정 시스템 익명 탈퇴한시민 "
    "admin administrator moderator operator official staff system support root webmaster".split()
)


def check_name(name: str) -> str:
    """The name itself. Raises ValidationError (`impersonation`, `too_long`, `no_letter`)."""
    bare = _NOT_A_LETTER.sub("", name).casefold()
    if not bare:
        raise ValidationError(_("Please use at least one letter or number."), code="no_letter")
    if bare in RESERVED or bare in _institution_names():
        raise ValidationError(
            _("This name could be mistaken for the institution. Please choose another."), code="impersonation"
        )
    if len(name) > LONGEST_STORED:
        raise ValidationError(_("Please choose a shorter name."), code="too_long")
    return name


def _institution_names() -> set[str]:
    name = _NOT_A_LETTER.sub("", str(getattr(institution_here(), "name", "") or "")).casefold()
    return {name, f"{name}청", f"{name}공식"} if name else set()


class NameField(LineField):
    """The shown name: cleaned, at most 20 characters, not the institution's."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Name shown to others"),
            max_characters=LONGEST_NAME,
            help_text=_("A nickname is fine. It stands beside everything you write here."),
            widget=forms.TextInput(attrs={"autocomplete": "nickname", "autocapitalize": "off"}),
        )

    def to_python(self, value: object) -> str:
        name = super().to_python(value)
        return check_name(name) if name else name
