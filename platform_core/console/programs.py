"""Keys of programs: made with the second factor once more, taken back by any operator."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.accounts.once_more import proves
from platform_core.accounts.sign_forms import CODE_ATTRS
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.text.fields import LineField
from tenants.machines.records import OperatorToken
from tenants.machines.tokens import DAYS_OFFERED, make_token, revoke_token

LONGEST_CODE = 20
SHOWN = 100


class KeyForm(forms.Form):
    name = LineField(
        label=gettext_lazy("What the program is called"),
        max_characters=100,
        help_text=gettext_lazy(
            "Whoever finds the key in a list should know what stops when it is taken back."
        ),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Good for"), coerce=int)
    code = forms.CharField(
        label=gettext_lazy("Code from your authenticator app"),
        help_text=gettext_lazy("Asked once more, even though you are signed in."),
        widget=forms.TextInput(attrs=CODE_ATTRS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in DAYS_OFFERED
        ]


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@operators_only
def programs(request: HttpRequest) -> HttpResponse:
    form, key = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        key = _made(request, form)
        form = KeyForm() if key else form
    context = {
        "form": form,
        "key": key,
        "tokens": OperatorToken.objects.filter(revoked_at=None).select_related("operator")[:SHOWN],
        "now": timezone.now(),
        "side_links": links("programs"),
    }
    return render(request, "console/programs.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: KeyForm) -> str:
    """The key; "" with what is wrong written into the form."""
    operator = request.user
    assert isinstance(operator, User)
    verdict = proves(request, form.cleaned_data["code"][:LONGEST_CODE])
    if not verdict.allowed:
        form.add_error("code", str(verdict.sentence))
        return ""
    said = form.cleaned_data
    try:
        return make_token(operator=operator, name=said["name"], days=said["days"], at=timezone.now())
    except Refused as refused:
        form.add_error(None, f"{refused.verdict.sentence} {refused.verdict.what_next}".strip())
        return ""


@require_POST
@operators_only
def program_removal(request: HttpRequest, pk: int) -> HttpResponse:
    operator = request.user
    assert isinstance(operator, User)
    if revoke_token(pk=pk, by=operator, at=timezone.now()):
        messages.success(request, _("This key opens nothing any more."))
    return HttpResponseRedirect(reverse("console:programs"))
