"""A file that came with a form of the desk, kept by the room it is for."""

from collections.abc import Callable

from django import forms

from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn


def is_kept(form: forms.Form, keep: Callable[[TakenIn, str], object]) -> bool:
    """Of a valid form with `file` and `alt`. False when there is no room for it: the form says why."""
    try:
        keep(form.cleaned_data["file"], form.cleaned_data["alt"])
    except RefusedFile as refusal:
        form.add_error("alt" if refusal.code == "no_words" else "file", refusal.sentence)
        return False
    return True
