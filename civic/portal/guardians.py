"""만 14세 미만: a child asks a grown-up; the grown-up reads, shows who they are, says yes, and may take it back."""

from typing import Any

from allauth.account.forms import EmailField
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.identity.checking import checked_by_oidc
from civic.identity.guardians import (
    address_of,
    ask_guardian,
    consent,
    find_guardianship,
    guardianship_at,
    shown_by_code,
    take_consent_back,
)
from civic.identity.models import Guardianship, Kind, Provider, Purpose
from civic.identity.oidc import Attempt, ProviderTrouble, Said
from civic.identity.portone import new_number
from civic.identity.queries import identity_providers
from civic.identity.rules import may_ask_a_guardian
from civic.portal import going
from civic.portal.guardian_seen import (
    came_by_letter,
    forget_shown,
    guardian_shown,
    has_come_by_letter,
    hold_shown,
    shown_here,
)
from civic.portal.identity_check import window_of
from civic.portal.page import render_page
from civic.portal.to_service import go, trouble_page
from platform_core.access import Refused, require
from platform_core.accounts.ages import ask_age, children_from, is_a_child
from platform_core.accounts.code_asking import AsksForACode
from platform_core.accounts.forms import KEEP, REMOVE
from platform_core.accounts.names import NameField
from platform_core.text.fields import LineField


class GrownUpForm(AsksForACode, forms.Form):
    """All that is asked of a child."""

    email = EmailField(
        label=gettext_lazy("E-mail of your parent or guardian"),
        help_text=gettext_lazy("Ask them for it. We write to them, not to you."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )


class CounterCodeForm(forms.Form):
    code = LineField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Twelve letters and digits. Hyphens and capitals do not matter."),
        max_characters=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ConsentForm(forms.Form):
    name = NameField()
    email = EmailField(
        label=gettext_lazy("Address that the child logs in with"),
        help_text=gettext_lazy(
            "Codes for logging in go there: the child's own address, or one of yours that has no account here."
        ),
        max_length=254,
    )
    guardian = forms.BooleanField(
        label=gettext_lazy("I am a parent or legal guardian of this child, and agree that it takes part."),
        error_messages={"required": gettext_lazy("Only a parent or legal guardian can agree.")},
    )
    terms = forms.BooleanField(
        label=gettext_lazy("I agree to the terms of use for the child."),
        error_messages={"required": gettext_lazy("Without it the child can read, and not take part.")},
    )
    privacy = forms.BooleanField(
        label=gettext_lazy("I agree that the child's personal data is used as described."),
        error_messages={"required": gettext_lazy("Without it the child can read, and not take part.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name shown beside what the child writes")
        self.fields["name"].help_text = gettext_lazy("A nickname, not the child's own name.")


class EndForm(forms.Form):
    writings = forms.ChoiceField(
        label=gettext_lazy("What should happen to what the child wrote?"),
        choices=[
            (REMOVE, gettext_lazy("Remove it.")),
            (KEEP, gettext_lazy("Keep it. It stays readable, signed “Citizen who left”.")),
        ],
        initial=REMOVE,
        widget=forms.RadioSelect,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian_request(request: HttpRequest) -> HttpResponseBase:
    """For a child, in easy words."""
    if request.user.is_authenticated:
        return redirect("portal:my_page")
    require(may_ask_a_guardian())
    if not is_a_child(request):
        return ask_age(request, back=reverse("portal:guardian_request"))
    form = GrownUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mail = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="guardian", key=mail):
            ask_guardian(mail=mail, language=get_language() or "", at=timezone.now())
            return render_page(request, "portal/guardian/asked.html")
        form.add_error("email", _("We have written there already. Ask your grown-up to look for the letter."))
    context = {"form": form, "children": children_from()}
    return render_page(request, "portal/guardian/request.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def guardian_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. It opens the page in this browser, and stands in no address after that.

    On the pages behind it a service's own script may run: an address is read by scripts, a session is not.
    """
    found = find_guardianship(token, timezone.now()) if len(token) <= 60 else None
    if found is None:
        raise Http404
    came_by_letter(request, found)
    return redirect("portal:guardian", found.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, number: int) -> HttpResponseBase:
    """The grown-up's page: first who they are, then yes; afterwards, taking it back."""
    held = _find(request, number)
    if held.consented_at is not None:
        return _page(request, held, EndForm())
    shown = shown_here(request, place=_place(number))
    form = ConsentForm(
        request.POST if request.method == "POST" else None, initial={"email": address_of(held)}
    )
    if request.method == "POST" and shown is not None and form.is_valid():
        child = consent(
            guardianship=held,
            shown=shown,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"].lower(),
            language=get_language() or "",
            at=timezone.now(),
        )
        if child is not None:
            forget_shown(request)
            messages.success(request, _("Thank you. The child can log in now, with a code to that address."))
            return redirect("portal:guardian", number)
        form.add_error("email", _("Another account already uses this address."))
    return _page(request, held, form, shown=shown is not None)


def _page(
    request: HttpRequest,
    held: Guardianship,
    form: forms.Form,
    *,
    shown: bool = False,
    code: CounterCodeForm | None = None,
) -> HttpResponse:
    if request.session.session_key is None:  # a press belongs to a session
        request.session.save()
    context = {
        "held": held,
        "form": form,
        "shown": shown,
        "services": identity_providers(),
        "code_form": code or CounterCodeForm(),
        "press": going.press_token(request),
        "children": children_from(),
    }
    wrong = form.errors or (code is not None and code.errors)
    return render_page(request, "portal/guardian/page.html", context, status=422 if wrong else 200)


@require_safe
def guardian_check(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Off to an identity service; only from our own page."""
    _find(request, number)
    provider = get_object_or_404(Provider, key=key, purpose=Purpose.IDENTITY, is_open=True)
    if not going.was_pressed(request):
        return redirect("portal:guardian", number)
    if provider.kind != Kind.PORTONE:
        return go(request, provider, intent=going.GUARD, to=_place(number))
    check = new_number()
    going.note(request, provider, Attempt(check, "", ""), intent=going.GUARD, to=_place(number))
    return window_of(request, provider, check, other_ways=_place(number))


def finish_guardian(request: HttpRequest, provider: Provider, said: Said, *, to: str) -> HttpResponse:
    try:
        checked = checked_by_oidc(provider, said, timezone.now())
    except ProviderTrouble as trouble:
        return trouble_page(request, trouble, provider, going.GUARD, to)
    return guardian_shown(request, provider, checked, to=to)


@require_POST
def guardian_code(request: HttpRequest, number: int) -> HttpResponseBase:
    """A code that the counter gave out after it had seen a document."""
    held = _find(request, number)
    limited = ratelimit.consume_or_429(request, action="guardian_code")
    if limited:
        return limited
    form = CounterCodeForm(request.POST)
    if form.is_valid():
        try:
            shown = shown_by_code(form.cleaned_data["code"], at=timezone.now())
        except Refused as refusal:
            form.add_error("code", f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        else:
            hold_shown(request, shown, place=_place(number))
            return redirect("portal:guardian", number)
    return _page(request, held, ConsentForm(initial={"email": address_of(held)}), code=form)


@require_POST
def guardian_end(request: HttpRequest, number: int) -> HttpResponse:
    """Consent taken back, or no consent at all."""
    held = _find(request, number)
    form = EndForm(request.POST)
    has_account = held.consented_at is not None
    if has_account and not form.is_valid():
        # Such as the no of a page that was opened before the yes: nothing is closed by it.
        return _page(request, held, form)
    keeps = form.is_valid() and form.cleaned_data["writings"] == KEEP
    take_consent_back(guardianship=held, keep_writings=keeps, at=timezone.now())
    if has_account:
        messages.success(request, _("Taken back. The child's account is closed, and you are forgotten here."))
    else:
        messages.success(request, _("No account is made, and your address is forgotten."))
    return redirect("portal:home")


def _find(request: HttpRequest, number: int) -> Guardianship:
    """Of a letter that was opened in this browser; of any other there is no such page."""
    found = guardianship_at(number, timezone.now()) if has_come_by_letter(request, number) else None
    if found is None:
        raise Http404
    return found


def _place(number: int) -> str:
    return reverse("portal:guardian", args=[number])
