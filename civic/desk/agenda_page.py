"""What the pages of the committee share: a deed, and what is said when it was not allowed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from platform_core.access import Refused, Verdict


def words_of(verdict: Verdict) -> str:
    return f"{verdict.sentence} {verdict.what_next}".strip()


def pressed(request: HttpRequest, deed: Callable[[], Any], said: Any) -> None:
    """A button without words of its own: what came of it is said on the page that follows.

    Raises Refused when it is not this person's to do.
    """
    try:
        deed()
    except Refused as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, words_of(refusal.verdict))
    else:
        messages.success(request, said)


def sent(form: forms.Form, deed: Callable[[], Any]) -> int:
    """200 when the form was good and the deed done; otherwise the status of the page that shows it again.

    Raises Refused when it is not this person's to do.
    """
    if not form.is_valid():
        return 422
    try:
        deed()
    except Refused as refusal:
        if refusal.status == 403:
            raise
        form.add_error(None, words_of(refusal.verdict))
        return refusal.status
    return 200
