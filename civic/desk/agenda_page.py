"""What the pages of the committee share: a deed, and what is said when it was not allowed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from civic.agenda.rules import may_keep_members
from platform_core.access import Refused, Verdict, require


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


def form_page(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[], Any],
    *,
    said: Any,
    page: str,
    pk: int | None = None,
    title: str,
    button: str,
) -> HttpResponse:
    """A form on a page of its own. Done, it leads to `page` of what the deed made, or of `pk`."""
    made: list[Any] = []
    status = sent(form, lambda: made.append(deed())) if form.is_bound else 200
    if made:
        messages.success(request, said)
        return redirect(page, pk or made[0].pk)
    context = {"form": form, "title": title, "button": button}
    return render(request, "desk/agenda/form.html", context, status=status)


def several_forms(show: Callable[..., HttpResponse], page: str) -> Callable[..., HttpResponse]:
    """For a page with several small forms: what one of them does, and the page again when it cannot.

    `show(request, found, status=…, <name>=form)` draws the page of `found` with what was typed.
    """

    def by_form(
        request: HttpRequest, found: Any, name: str, form: forms.Form, deed: Callable[[], Any], said: Any
    ) -> HttpResponse:
        require(may_keep_members(request.user))
        status = sent(form, deed)
        if status != 200:
            return show(request, found, status=status, **{name: form})
        messages.success(request, said)
        return redirect(page, found.pk)

    return by_form
