"""One's mobile phone: a code goes there by text message, and comes back."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.identity.checking import SamePerson
from civic.identity.oidc import ProviderTrouble
from civic.identity.saying import text_trouble_in_words
from civic.identity.texting import number_of, text_service
from civic.journeys.one_time import claim_phone
from civic.portal.finding import me
from civic.portal.identity_check import masked
from civic.portal.page import render_page
from civic.portal.sent_codes import came_back, send_code, waiting
from platform_core.accounts.ages import own_path
from platform_core.accounts.code_asking import AsksForACode
from platform_core.text.fields import LineField

PURPOSE = "phone"


class PhoneForm(AsksForACode, forms.Form):
    phone = LineField(
        label=gettext_lazy("Mobile phone"),
        help_text=gettext_lazy("We send one text message. Only that it is yours is kept, not the number."),
        max_characters=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        number = number_of(self.cleaned_data["phone"])
        if not number:
            raise forms.ValidationError(_("This is not the number of a mobile phone."))
        return number


class PhoneCodeForm(forms.Form):
    code = LineField(
        label=gettext_lazy("Code from the message"),
        help_text=gettext_lazy("Eight digits. You may paste them; the dash does not matter."),
        max_characters=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_phone(request: HttpRequest) -> HttpResponseBase:
    to = own_path(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if text_service() is None:
        return redirect("portal:my_confirmations")
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _sent(request, form, to):
        return redirect("portal:check_phone_code")
    context = {"form": form, "to": to, "back": _back(to)}
    return render_page(
        request, "portal/ways/phone.html", context, section="my_page", status=422 if form.errors else 200
    )


def _sent(request: HttpRequest, form: PhoneForm, to: str) -> bool:
    number = form.cleaned_data["phone"]
    if not ratelimit.consume(request, action="text", key=number):
        form.add_error(
            "phone", _("One moment, please: a code is already on its way. Try again in a few minutes.")
        )
        return False
    try:
        send_code(request, purpose=PURPOSE, to=number, more={"next": to})
    except ProviderTrouble as trouble:
        form.add_error("phone", text_trouble_in_words(trouble.code))
        return False
    return True


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_phone_code(request: HttpRequest) -> HttpResponseBase:
    sent = waiting(request, PURPOSE)
    if sent is None:
        return redirect("portal:check_phone")
    form = PhoneCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limited = ratelimit.consume_or_429(request, action="identity_code", user=me(request))
        if limited:
            return limited
        if came_back(request, purpose=PURPOSE, code=form.cleaned_data["code"]) is not None:
            return _keep(request, sent.to, sent.more["next"])
        if waiting(request, PURPOSE) is None:
            messages.error(request, _("That did not work too many times. Please ask for a new code."))
            return redirect("portal:check_phone")
        form.add_error("code", _("This is not the code we sent last. Please check it, or ask for a new one."))
    context = {"form": form, "number": sent.to, "back": reverse("portal:check_phone")}
    return render_page(
        request, "portal/ways/phone.html", context, section="my_page", status=422 if form.errors else 200
    )


def _keep(request: HttpRequest, number: str, to: str) -> HttpResponse:
    try:
        claim_phone(user=me(request), number=number, at=timezone.now())
    except SamePerson as same:
        context = {"address": masked(same.first), "to": to, "verdict": same.verdict}
        return render_page(request, "portal/ways/same_person.html", context, section="my_page", status=409)
    messages.success(request, _("Checked. It counts from now on, and only the yes is kept."))
    return redirect(to or "portal:my_confirmations")


def _back(to: str) -> str:
    return f"{reverse('portal:my_confirmations')}{'?' + urlencode({'next': to}) if to else ''}"
