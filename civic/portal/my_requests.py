"""What I ask about my data, and that nothing be done with it; and who answers for it here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.page import render_page
from civic.privacy.models import DataRequest, Wish
from civic.privacy.officers import officer_here
from civic.privacy.requests import ask, requests_of, take_back
from civic.privacy.stopping import resume_processing
from civic.proposals.paging import LARGEST_ID
from platform_core.access import Refused
from platform_core.text.fields import TextField

SHOWN = 20


class AskForm(forms.Form):
    wish = forms.ChoiceField(
        label=gettext_lazy("What do you want?"), choices=Wish.choices, widget=forms.RadioSelect
    )
    words = TextField(
        label=gettext_lazy("What exactly"),
        help_text=gettext_lazy("May stay empty. Please no telephone or resident registration numbers."),
        required=False,
        max_characters=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def my_requests(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    if form.is_valid():
        try:
            asked = ask(
                person=me(request),
                wish=Wish(form.cleaned_data["wish"]),
                words=form.cleaned_data["words"],
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            messages.success(request, _said(asked))
            return redirect("portal:my_requests")
    page = Paginator(requests_of(me(request)), SHOWN).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"form": form, "page": page, "tabs": my_tabs("data"), "officer": officer_here()}
    return render_page(
        request, "portal/me/requests.html", context, section="my_page", status=422 if form.is_bound else 200
    )


def _said(asked: DataRequest) -> str:
    if asked.wish == Wish.STOP:
        return _("From now on nothing is done with your data.")
    return _("It has arrived. You get an answer within ten days.")


@require_POST
@never_cache
@login_required
def my_request_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DataRequest, pk=min(pk, LARGEST_ID), user=me(request))
    if take_back(asked=found, person=me(request), at=timezone.now()):
        messages.success(request, _("Taken back."))
    return redirect("portal:my_requests")


@require_POST
@never_cache
@login_required
def my_data_resumption(request: HttpRequest) -> HttpResponse:
    if resume_processing(person=me(request), at=timezone.now()):
        messages.success(request, _("Welcome back. Everything is as it was."))
    return redirect("portal:my_data")


@require_safe
def privacy_officer(request: HttpRequest) -> HttpResponse:
    """개인정보 보호책임자, for everybody: who answers, how to reach them, and what to do if that does not help."""
    house = request.tenant  # type: ignore[attr-defined]
    context = {
        "officer": officer_here(),
        "contact": house.settings.get("contact") or [],
        "in_korea": house.country == "KR",
        "ask_url": reverse("portal:my_requests"),
    }
    return render_page(request, "portal/privacy_officer.html", context)
