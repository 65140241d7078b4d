"""A name that an institution gave in one language, read in another: it says so itself, wherever it is printed."""

from typing import Self

from django.utils.html import format_html
from django.utils.safestring import SafeString

from platform_core.i18n.names import language_name, plainly_said


class Marked(str):
    """The name, equal to itself; on a page marked for ears and eyes, in a sentence with its language behind it.

    Joined to other text with `+` or `join` it is the bare name: put it into a sentence with `%`.
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, name: str, lang: str = "") -> Self:
        made = super().__new__(cls, name)
        made.lang = lang
        return made

    def __str__(self) -> str:
        return plainly_said(str.__str__(self), self.lang)

    def __html__(self) -> SafeString:
        name = str.__str__(self)
        if not self.lang:
            return format_html("{}", name)
        told = language_name(self.lang)
        return format_html('<span lang="{}">{}</span> <small>({})</small>', self.lang, name, told)
