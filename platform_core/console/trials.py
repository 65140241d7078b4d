"""The platform's one page for everybody: an officer tries it without asking anybody. Behind settings.SELF_SERVICE_TRIALS.

Who comes: somebody in a town hall who has heard of it, has no budget line yet, and wants to show colleagues by noon.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platform_core.access import Refused
from platform_core.accounts.guesses import Guesses
from platform_core.console.opening import in_and_out, progress_of
from platform_core.text.fields import LineField
from tenants.designs.ordering import shipped_choices
from tenants.models import TrialRequest
from tenants.provisioning.asking import open_soon
from tenants.provisioning.looking import look_at
from tenants.provisioning.run import AlreadyRunning, StepFailed, run_steps
from tenants.trials.actions import ask_for_trial, confirm_trial, trial_order

# A town hall may sit behind one address.
REQUESTS = Guesses("trial", most=10, within=3600)
CODES = Guesses("trial-code", most=20, within=3600)
FIELD_OF = {"host": "subdomain", "administrator_email": "email", "administrator_name": "officer"}


def while_offered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SELF_SERVICE_TRIALS:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class TrialForm(forms.Form):
    name = LineField(label=gettext_lazy("Name of your institution"), max_characters=100)
    design = forms.ChoiceField(label=gettext_lazy("What kind of institution?"))
    subdomain = LineField(
        label=gettext_lazy("Address of the trial"),
        max_characters=63,
        help_text=gettext_lazy(
            "Lower-case letters, digits and hyphens; it comes before the platform's own name."
        ),
    )
    officer = LineField(label=gettext_lazy("Your name"), max_characters=30)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail at work"), help_text=gettext_lazy("A code is sent there.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["design"].choices = shipped_choices()  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        told = {name: self.cleaned_data[name] for name in ("name", "design", "officer", "email")}
        return {**told, "host": f"{self.cleaned_data['subdomain'].lower()}.{settings.BASE_HOST}"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            for field, sentence in look_at(trial_order(**self.asked())).faults.items():
                ours = FIELD_OF.get(field, field)
                self.add_error(ours if ours in self.fields else None, sentence)
        return cleaned


class CodeForm(forms.Form):
    code = LineField(
        label=gettext_lazy("Code from the letter"),
        max_characters=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@while_offered
def trial(request: HttpRequest) -> HttpResponse:
    form = TrialForm(request.POST or None)
    if request.method == "POST" and _may_go_on(request, form, REQUESTS) and form.is_valid():
        REQUESTS.count_failure(_address(request))
        try:
            asked = ask_for_trial(
                **form.asked(), language=get_language() or settings.LANGUAGE_CODE, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        else:
            return HttpResponseRedirect(reverse("console:trial_asked", args=[asked.key]))
    return render(request, "console/trial.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@while_offered
def trial_asked(request: HttpRequest, key: str) -> HttpResponse:
    """The code is typed here; then it opens before one's eyes."""
    asked = get_object_or_404(TrialRequest, key=key)
    if asked.institution_id is not None:
        return _ready(request, asked)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and _may_go_on(request, form, CODES) and form.is_valid():
        try:
            institution = confirm_trial(asked=asked, code=form.cleaned_data["code"], at=timezone.now())
        except Refused as refusal:
            CODES.count_failure(_address(request))
            form.add_error("code", f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        else:
            _open(institution)
            return HttpResponseRedirect(reverse("console:trial_asked", args=[key]))
    context = {"form": form, "asked": asked}
    return render(request, "console/trial_code.html", context, status=422 if form.errors else 200)


def _open(institution: Any) -> None:
    """By a worker, or here; what fails is seen by the operator, who goes on with it."""
    if not open_soon(institution):
        try:
            run_steps(institution)
        except (StepFailed, AlreadyRunning):
            return


def _ready(request: HttpRequest, asked: TrialRequest) -> HttpResponse:
    institution = in_and_out().get(pk=asked.institution_id)
    context = {"asked": asked, "institution_on_trial": institution, **progress_of(institution)}
    return render(request, "console/trial_ready.html", context)


def _may_go_on(request: HttpRequest, form: forms.Form, guesses: Guesses) -> bool:
    if not guesses.seconds_to_wait(_address(request)):
        return True
    form.add_error(None, _("Too many attempts from your network. Please come back in an hour."))
    return False


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))
