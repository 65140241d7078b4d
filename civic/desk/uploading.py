"""A file that came with a form of the desk: taken in, and kept by the room it is for."""

from collections.abc import Callable

from django import forms

from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn, take_in


def is_kept(form: forms.Form, keep: Callable[[TakenIn, str], object]) -> bool:
    """Of a valid form with `file` and `alt`. False when it is not taken: the reason stands beside its field."""
    upload = form.cleaned_data["file"]
    try:
        keep(take_in(upload.name, upload), form.cleaned_data.get("alt", ""))
    except RefusedFile as refusal:
        form.add_error("alt" if refusal.code == "no_words" else "file", refusal.sentence)
        return False
    return True
