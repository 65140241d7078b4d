"""Django's translations, said in the words of the institution at hand (platform_core.i18n.dialect)."""

from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

from platform_core.i18n.dialect import CONTEXT_MARK, Dialect, here


class Spoken(trans_real.DjangoTranslation):
    """One object per language, as Django keeps them; which words it uses is asked at every sentence."""

    _catalog: Any

    def __init__(self, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(language, *args, **kwargs)
        # Where nearly every sentence is found: asking it first pays for asking which words are used.
        self._ours: dict[Any, str] = self._catalog._catalogs[0]

    def gettext(self, message: str) -> str:
        dialect = here.dialect
        if dialect is not None:
            return self._in_own_words(dialect, message)
        return self._ours.get(message) or super().gettext(message)

    def _in_own_words(self, dialect: Dialect, message: str) -> str:
        said = dialect.said.get(self.language())
        if said is None:
            return super().gettext(message)
        known = said.get(message)
        if known is not None:
            return known
        text = super().gettext(message)
        return said.said(message, text.rpartition(CONTEXT_MARK)[2]) if self._is_ours(message) else text

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        dialect = here.dialect
        text = super().ngettext(msgid1, msgid2, n)
        if dialect is None or not self._is_ours(msgid1):
            return text
        said = dialect.said.get(self.language())
        if said is None:
            return text
        # Two forms of one sentence, told apart by what the catalogue chose.
        key = (msgid1, int(text == msgid2))
        return said.get(key) or said.said(key, text.rpartition(CONTEXT_MARK)[2])

    def _is_ours(self, message: str) -> bool:
        """English has no catalogue: its sentences are the keys of the first language's."""
        real: Any = trans_real
        ours = real.translation(settings.LANGUAGE_CODE)._catalog
        return message in ours or (message, 0) in ours


def speak() -> None:
    """Let every language be spoken so. Called once, when the apps are ready."""
    real: Any = trans_real
    real.DjangoTranslation = Spoken
    real._translations.clear()
    real._default = None
