"""Services for signing in and for identity checks. Opened by an administrator beside the service's own console."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.providers import ChooseForm, ComingInForm, ProviderForm, TextRulesForm
from civic.desk.gate import colleague, staff_page
from civic.identity.models import Kind, Provider, Purpose
from civic.identity.providing import change_provider, enter_provider, remove_provider, try_provider
from civic.identity.queries import providers as all_providers
from civic.identity.rules import may_manage_providers
from civic.identity.saying import trial_in_words
from civic.identity.text_rules import text_rules, texts_today
from civic.journeys.addresses import hosts_here
from civic.journeys.coming_in import (
    set_rules_of_coming_in,
    set_rules_of_texts,
    staff_need_a_second_factor,
)
from platform_core.access import Refused, require
from platform_core.accounts.ages import children_from, youngest_here
from platform_core.accounts.second_factor import has_second_factor


@require_safe
@staff_page
def providers(request: HttpRequest) -> HttpResponse:
    require(may_manage_providers(request.user))
    return _list(request)


def _list(
    request: HttpRequest,
    *,
    choose: ChooseForm | None = None,
    rules: ComingInForm | None = None,
    texts: TextRulesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = {
        "youngest": youngest_here(),
        "children": children_from(),
        "second_factor": staff_need_a_second_factor(),
    }
    entered, limits = list(all_providers()), text_rules()
    of_texts = {"per_day": limits.per_day, "countries": ", ".join(limits.countries)}
    context = {
        "providers": entered,
        "sends_texts": any(one.purpose == Purpose.TEXT for one in entered),
        "texts": texts or TextRulesForm(initial=of_texts),
        "texts_today": texts_today(timezone.now()),
        "choose": choose or ChooseForm(),
        "rules": rules or ComingInForm(initial=said),
        "backs": _backs(request),
    }
    return render(request, "desk/providers.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff_page
def coming_in(request: HttpRequest) -> HttpResponse:
    """From which age, and with what staff come in."""
    require(may_manage_providers(request.user))
    if request.method == "GET":
        return redirect("desk:providers")
    form = ComingInForm(request.POST)
    if not form.is_valid():
        return _list(request, rules=form, status=422)
    try:
        done = set_rules_of_coming_in(
            **form.cleaned_data,
            has_one=has_second_factor(request),
            by=colleague(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        return _list(request, rules=form, status=422)
    messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
    return redirect("desk:providers")


@require_http_methods(["GET", "POST"])
@staff_page
def text_limits(request: HttpRequest) -> HttpResponse:
    """How many text messages a day, and to where."""
    require(may_manage_providers(request.user))
    if request.method == "GET":
        return redirect("desk:providers")
    form = TextRulesForm(request.POST)
    if not form.is_valid():
        return _list(request, texts=form, status=422)
    try:
        done = set_rules_of_texts(**form.cleaned_data, by=colleague(request), at=timezone.now())
    except Refused as refusal:
        form.add_error("countries", f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        return _list(request, texts=form, status=422)
    messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
    return redirect("desk:providers")


def _backs(request: HttpRequest) -> list[str]:
    """What has to be entered at the service: people come back to the address they went from."""
    path = reverse("portal:way_back")
    return [f"{request.scheme}://{_with_port(request, host.domain)}{path}" for host in hosts_here()]


def _with_port(request: HttpRequest, host: str) -> str:
    _name, colon, port = request.get_host().partition(":")
    return f"{host}{colon}{port}"


@require_http_methods(["GET", "POST"])
@staff_page
@sensitive_post_parameters("secret")
def new_provider(request: HttpRequest) -> HttpResponse:
    """The choice stands in the address; a choice that makes no sense is asked for again."""
    require(may_manage_providers(request.user))
    choose = ChooseForm(request.GET)
    if not choose.is_valid():
        return _list(request, choose=choose, status=422 if request.GET else 200)
    kind, purpose = choose.cleaned_data["kind"], choose.cleaned_data["purpose"]
    form = ProviderForm(request.POST or None, kind=kind, purpose=purpose)
    if form.is_valid():
        try:
            entered = enter_provider(
                key=form.cleaned_data["key"],
                kind=kind,
                purpose=purpose,
                secret=form.cleaned_data["secret"],
                values=form.values(),
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("key", str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Entered. Now try it."))
            return redirect("desk:provider", entered.pk)
    context = {
        "form": form,
        "kind": Kind(kind).label,
        "purpose": Purpose(purpose).label,
        "backs": [] if purpose == Purpose.TEXT else _backs(request),
    }
    return render(request, "desk/provider_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
@sensitive_post_parameters("secret")
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_manage_providers(request.user))
    known = get_object_or_404(Provider, pk=pk)
    form = ProviderForm(
        request.POST or None, kind=Kind(known.kind), purpose=Purpose(known.purpose), known=known
    )
    if form.is_valid():
        done = change_provider(
            provider=known,
            secret=form.cleaned_data["secret"],
            values=form.values(),
            by=colleague(request),
            at=timezone.now(),
        )
        messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
        return redirect("desk:provider", known.pk)
    context = {"form": form, "provider": known, "backs": _backs(request), "people": known.ways_in.count()}
    return render(request, "desk/provider.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def provider_trial(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(Provider, pk=pk)
    to = request.POST.get("to", "")[:40]
    trial = try_provider(provider=known, by=colleague(request), at=timezone.now(), to=to)
    say = messages.success if trial.is_good else messages.error
    say(request, trial_in_words(trial.code))
    return redirect("desk:provider", known.pk)


@require_http_methods(["GET", "POST"])
@staff_page
def provider_removal(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_manage_providers(request.user))
    known = get_object_or_404(Provider, pk=pk)
    if request.method == "POST":
        remove_provider(provider=known, by=colleague(request), at=timezone.now())
        messages.success(request, _("%(service)s is removed.") % {"service": known.name})
        return redirect("desk:providers")
    return render(request, "desk/provider_removal.html", {"provider": known, "people": known.ways_in.count()})
