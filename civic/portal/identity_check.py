"""본인확인: which ways there are, going to a service and coming back, a code, a letter.

Whoever was told that a deed asks for a check comes here, and goes back to where they came from.
"""

from urllib.parse import urlsplit

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from civic.identity.checking import (
    Checked,
    SamePerson,
    checked_by_oidc,
    checked_by_portone,
    confirm_checked,
)
from civic.identity.codes import use_code
from civic.identity.letters import answer_letter, ask_for_letter, letter_of, take_letter_back
from civic.identity.models import Kind, Provider, Purpose
from civic.identity.oidc import Attempt, ProviderTrouble, Said
from civic.identity.portone import WINDOW, new_number, outcome_of
from civic.identity.queries import identity_providers
from civic.identity.texting import text_service
from civic.people.confirming import believed_of
from civic.portal import going
from civic.portal.finding import me
from civic.portal.guardian_seen import guardian_shown
from civic.portal.me import my_tabs
from civic.portal.page import render_page
from civic.portal.to_service import go, trouble_page
from platform_core.access import Refused
from platform_core.accounts.ages import own_path
from platform_core.accounts.models import User
from platform_core.text.fields import LineField, TextField
from platform_core.web.posting import posted_from

# On this one page their script may be loaded, ask their servers and show a frame.
THEIR_WINDOW = {"script-src": [WINDOW], "connect-src": ["https://*.portone.io"], "frame-src": ["https:"]}


class CodeForm(forms.Form):
    code = LineField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Twelve letters and digits. Hyphens and capitals do not matter."),
        max_characters=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AddressForm(forms.Form):
    address = TextField(
        label=gettext_lazy("Name and postal address"),
        help_text=gettext_lazy(
            "As it has to stand on the envelope. It is kept sealed until the letter is printed, then forgotten."
        ),
        min_characters=10,
        max_characters=300,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


@login_required
@require_safe
def my_confirmations(request: HttpRequest) -> HttpResponse:
    return confirmations_page(request, to=_came_for(request))


def confirmations_page(
    request: HttpRequest, *, to: str, code: CodeForm | None = None, address: AddressForm | None = None
) -> HttpResponse:
    now = timezone.now()
    context = {
        "rows": believed_of(me(request), now),
        "services": identity_providers(),
        "texts": text_service() is not None,
        "letter": letter_of(me(request), now),
        "code_form": code or CodeForm(),
        "address_form": address or AddressForm(auto_id="letter_%s"),
        "press": going.press_token(request),
        "to": to,
        "tabs": my_tabs("confirmations"),
    }
    wrong = any(form is not None and form.is_bound for form in (code, address))
    return render_page(
        request, "portal/me/confirmations.html", context, section="my_page", status=422 if wrong else 200
    )


def _came_for(request: HttpRequest) -> str:
    """The page that asked for a check: said in the address, or the one somebody stood on."""
    said = own_path(request, request.GET.get("next", ""))
    if said:
        return said
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or before.path.startswith(("/me/", "/sign-", "/desk/")):
        return ""
    return own_path(request, before.path + (f"?{before.query}" if before.query else ""))


def _page(to: str) -> str:
    return f"{reverse('portal:my_confirmations')}{'?' + urlencode({'next': to}) if to else ''}"


# --- A service --------------------------------------------------------------------


@login_required
@require_safe
def check_with(request: HttpRequest, key: str) -> HttpResponse:
    """Off to the service; only from our own page."""
    provider = get_object_or_404(Provider, key=key, purpose=Purpose.IDENTITY, is_open=True)
    to = own_path(request, request.GET.get("next", ""))
    if not going.was_pressed(request):
        return redirect(_page(to))
    if provider.kind != Kind.PORTONE:
        return go(request, provider, intent=going.CHECK, to=to)
    number = new_number()
    going.note(request, provider, Attempt(number, "", ""), intent=going.CHECK, to=to)
    return window_of(request, provider, number)


def window_of(request: HttpRequest, provider: Provider, number: str, *, other_ways: str = "") -> HttpResponse:
    """`other_ways`: the page to choose from again, where it is not one's own page of confirmations."""
    context = {
        "other_ways": other_ways or reverse("portal:my_confirmations"),
        "provider": provider,
        "number": number,
        "window": f"{WINDOW}/v2/browser-sdk.js",
        "back": request.build_absolute_uri(reverse("portal:check_back")),
    }
    response = render_page(request, "portal/ways/window.html", context, section="my_page")
    response._csp_update = THEIR_WINDOW  # type: ignore[attr-defined]  # django-csp's own way
    return response


@require_safe
def check_back(request: HttpRequest) -> HttpResponse:
    """From PortOne's window: the number is one we made for this very visitor, and their server is asked about it."""
    number = request.GET.get("identityVerificationId", "")
    known = going.take(request, number)
    services = Provider.objects.filter(kind=Kind.PORTONE, is_open=True)
    provider = services.filter(pk=known.provider).first() if known else None
    if known is None or provider is None:
        messages.info(request, _("That attempt is over, or began somewhere else. Please begin once more."))
        return redirect("portal:my_confirmations")
    try:
        checked = checked_by_portone(provider, outcome_of(provider, number), timezone.now())
    except ProviderTrouble as trouble:
        return trouble_page(request, trouble, provider, known.intent, known.to)
    if known.intent == going.GUARD:
        return guardian_shown(request, provider, checked, to=known.to)
    return _keep(request, provider, checked, known.to)


def finish_check(request: HttpRequest, provider: Provider, said: Said, *, to: str) -> HttpResponse:
    try:
        checked = checked_by_oidc(provider, said, timezone.now())
    except ProviderTrouble as trouble:
        return trouble_page(request, trouble, provider, going.CHECK, to)
    return _keep(request, provider, checked, to)


def _keep(request: HttpRequest, provider: Provider, checked: Checked, to: str) -> HttpResponse:
    try:
        confirm_checked(user=me(request), checked=checked, provider=provider, at=timezone.now())
    except SamePerson as same:
        context = {"address": masked(same.first), "to": to, "verdict": same.verdict}
        return render_page(request, "portal/ways/same_person.html", context, section="my_page", status=409)
    messages.success(request, _("Checked. It counts from now on, and only the yes is kept."))
    return redirect(to or "portal:my_confirmations")


def masked(person: User) -> str:
    """k•••@example.org: enough for whoever it is to remember, too little for anybody else."""
    name, _at, domain = person.email.partition("@")
    return f"{name[:1]}•••@{domain}"


# --- A code, a letter -----------------------------------------------------------------


@login_required
@posted_from("portal:my_confirmations")
def check_code(request: HttpRequest) -> HttpResponse:
    """An invitation code. A letter's code is taken too: whoever has one in hand does not ask which it is."""
    to = own_path(request, request.POST.get("next", ""))
    limited = ratelimit.consume_or_429(request, action="identity_code", user=me(request))
    if limited:
        return limited
    form = CodeForm(request.POST)
    if form.is_valid() and _takes(request, form):
        messages.success(request, _("Checked. It counts from now on, and only the yes is kept."))
        return redirect(to or "portal:my_confirmations")
    return confirmations_page(request, to=to, code=form)


def _takes(request: HttpRequest, form: CodeForm) -> bool:
    code, now = form.cleaned_data["code"], timezone.now()
    try:
        if letter_of(me(request), now) is not None and answer_letter(user=me(request), code=code, at=now):
            return True
    except Refused as refusal:
        if refusal.verdict.code == "too_many_tries":
            form.add_error("code", f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
            return False
    try:
        use_code(code=code, user=me(request), at=now)
    except Refused as refusal:
        form.add_error("code", f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        return False
    return True


@login_required
@posted_from("portal:my_confirmations")
def check_letter(request: HttpRequest) -> HttpResponse:
    to = own_path(request, request.POST.get("next", ""))
    form = AddressForm(request.POST, auto_id="letter_%s")
    if form.is_valid():
        try:
            ask_for_letter(user=me(request), address=form.cleaned_data["address"], at=timezone.now())
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        else:
            messages.success(
                request, _("The letter will be printed and sent. Type its code here when it has come.")
            )
            return redirect(_page(to))
    return confirmations_page(request, to=to, address=form)


@login_required
@posted_from("portal:my_confirmations")
def check_letter_return(request: HttpRequest) -> HttpResponse:
    if take_letter_back(user=me(request), at=timezone.now()):
        messages.success(request, _("The letter is called off. Its address is forgotten."))
    return redirect(_page(own_path(request, request.POST.get("next", ""))))
