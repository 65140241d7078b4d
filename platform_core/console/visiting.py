"""Asking to enter an institution: a reason, a time, and the second factor once more."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from civic.visits.passes import GOOD_FOR, Pass, write_pass
from platform_core.accounts.models import User
from platform_core.accounts.once_more import proves
from platform_core.accounts.sign_forms import CODE_ATTRS
from platform_core.console.gate import operators_only
from platform_core.console.panels import panel
from platform_core.console.sides import links
from platform_core.text.fields import LineField
from tenants.context import institution_context
from tenants.models import Institution, Standing
from tenants.watching.models import OperatorVisit
from tenants.watching.visits import ask_for_visit, minutes_offered

VISITS_SHOWN = 10
LONGEST_CODE = 20


class VisitForm(forms.Form):
    reason = LineField(
        label=_("Why do you have to go in?"),
        min_characters=10,
        max_characters=500,
        help_text=_("The institution reads it, today and in years. Name the request or the fault."),
    )
    minutes = forms.TypedChoiceField(label=_("For how long"), coerce=int)
    code = forms.CharField(
        label=_("Code from your authenticator app"),
        help_text=_("Asked once more, even though you are signed in."),
        widget=forms.TextInput(attrs=CODE_ATTRS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (minutes, ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
            for minutes in minutes_offered()
        ]
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@operators_only
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Institution.objects.exclude(standing=Standing.PREPARING), pk=pk)
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = proves(request, form.cleaned_data["code"][:LONGEST_CODE])
        if verdict.allowed:
            return _ready(request, found, form)
        form.add_error("code", str(verdict.sentence))
    context = {"institution_asked": found, "form": form, "side_links": links("institutions")}
    return render(request, "console/visit.html", context, status=422 if form.errors else 200)


def _ready(request: HttpRequest, institution: Institution, form: VisitForm) -> HttpResponse:
    """The way in is a link: browsers let no form lead to another host."""
    operator = request.user
    assert isinstance(operator, User)
    asked = ask_for_visit(
        institution=institution,
        reason=form.cleaned_data["reason"],
        minutes=form.cleaned_data["minutes"],
        at=timezone.now(),
        by=operator,
    )
    given = Pass(
        str(asked.key), operator.pk, operator.name, asked.reason, asked.minutes, institution.primary_host
    )
    with institution_context(institution):
        token = write_pass(given)
    context = {
        "institution_asked": institution,
        "address": institution.address(f"/visit/?pass={token}"),
        "seconds": GOOD_FOR,
        "side_links": links("institutions"),
    }
    response = render(request, "console/visit_ready.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@panel("console/panels/visits.html", position=70)
def visits(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    if institution.standing == Standing.PREPARING:
        return None
    asked = OperatorVisit.objects.filter(institution=institution).select_related("operator")
    return {"visits": asked.order_by("-pk")[:VISITS_SHOWN]}
