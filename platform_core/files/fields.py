"""Fields of forms for files. They are judged while the form is read, before anything is written."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.files.originals import Original, take_original
from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn, take_in

Taken = TypeVar("Taken", Original, TakenIn)


class OriginalField(forms.FileField):
    """Cleaned to the Original; None where nothing was sent and nothing has to be."""

    def clean(self, data: Any, initial: Any = None) -> Original | None:
        given = super().clean(data, initial)
        return _taken(take_original, given) if given else None


class TakenField(forms.FileField):
    """Cleaned to the TakenIn; None where nothing was sent and nothing has to be."""

    def clean(self, data: Any, initial: Any = None) -> TakenIn | None:
        given = super().clean(data, initial)
        return _taken(take_in, given) if given else None


class PictureField(TakenField):
    """The same of pictures alone."""

    default_error_messages = {"no_picture": _("Please choose a picture.")}

    def clean(self, data: Any, initial: Any = None) -> TakenIn | None:
        taken = super().clean(data, initial)
        if taken is not None and not taken.is_image:
            raise forms.ValidationError(self.error_messages["no_picture"])
        return taken


def _taken(take: Callable[[str, Any], Taken], given: Any) -> Taken:
    try:
        return take(given.name, given)
    except RefusedFile as refused:
        raise forms.ValidationError(refused.sentence) from refused
