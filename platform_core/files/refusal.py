from django.utils.functional import Promise
from django.utils.translation import gettext as _


class RefusedFile(ValueError):
    """A file that is not taken in. `code` is stable; `sentence` is translated and says what to do."""

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


def too_many_files(most: int) -> RefusedFile:
    return RefusedFile("too_many_files", _("At most %(count)s files can be attached.") % {"count": most})
