"""Signing in with a service's account: there and back, and what happens then."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.models import EmailAddress, Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.identity.linking import come_in, join, link, staff_of
from civic.identity.models import Provider, Purpose, WayIn
from civic.identity.oidc import ProviderTrouble, Said, redeem
from civic.portal import going
from civic.portal.finding import me
from civic.portal.going import CHECK, GUARD, LINK, SIGN_IN, Going
from civic.portal.guardians import finish_guardian
from civic.portal.identity_check import finish_check
from civic.portal.to_service import go, page_of, trouble_page
from civic.portal.ways_forms import JoiningForm
from platform_core.access import Refused
from platform_core.accounts.ages import ask_age, is_old_enough, own_path
from platform_core.accounts.guesses import PASSWORDS
from platform_core.accounts.models import User

COMES_IN = (Purpose.SIGN_IN, Purpose.STAFF)


@require_safe
def sign_in_with(request: HttpRequest, key: str) -> HttpResponse:
    """Off to the service. A service that cannot be asked is said so, and the other ways stay."""
    provider = get_object_or_404(Provider, key=key, purpose__in=COMES_IN, is_open=True)
    to = own_path(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(to or settings.LOGIN_REDIRECT_URL)
    return go(request, provider, intent=SIGN_IN, to=to)


@require_safe
def way_back(request: HttpRequest) -> HttpResponseBase:
    """Everybody who went comes back here, with a code that only we can redeem."""
    known = going.take(request, request.GET.get("state", ""))
    if known is None:
        messages.info(request, _("That attempt is over, or began somewhere else. Please begin once more."))
        return redirect("account_login")
    provider = Provider.objects.filter(pk=known.provider, is_open=True).first()
    if provider is None or "error" in request.GET or not request.GET.get("code"):
        messages.info(request, _("You have come back without signing in there. Nothing was changed."))
        return redirect(page_of(known.intent, known.to))
    limited = ratelimit.consume_or_429(request, action="service", limit_get=True)
    if limited:
        return limited
    try:
        attempt = known.attempt(request.GET["state"])
        said = redeem(provider, attempt, code=request.GET["code"], back=going.back_address(request))
    except ProviderTrouble as trouble:
        return trouble_page(request, trouble, provider, known.intent, known.to)
    return _finish(request, provider, said, known)


def _finish(request: HttpRequest, provider: Provider, said: Said, known: Going) -> HttpResponseBase:
    if known.intent == CHECK:
        return finish_check(request, provider, said, to=known.to)
    if known.intent == GUARD:
        return finish_guardian(request, provider, said, to=known.to)
    if known.intent == LINK:
        link(user=me(request), provider=provider, subject=said.subject, at=timezone.now())
        messages.success(
            request, _("%(service)s opens your account from now on.") % {"service": provider.name}
        )
        return redirect("portal:my_ways")
    if provider.purpose == Purpose.STAFF:
        return _staff(request, provider, said, known)
    user = come_in(provider=provider, subject=said.subject, at=timezone.now())
    if user is not None:
        return let_in(request, user, provider, to=known.to)
    if WayIn.objects.filter(provider=provider, subject=said.subject, user__is_active=False).exists():
        return redirect("account_inactive")
    held = {"subject": said.subject, "email": said.email, "proven": said.email_is_confirmed}
    going.hold_pending(request, provider=provider, said=held, to=known.to)
    return redirect("portal:way_joining")


def _staff(request: HttpRequest, provider: Provider, said: Said, known: Going) -> HttpResponseBase:
    try:
        user = staff_of(provider=provider, said=said, at=timezone.now())
    except Refused as refusal:
        PASSWORDS.count_failure(get_adapter().get_client_ip(request))
        messages.error(request, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        return redirect(page_of(SIGN_IN, known.to))
    return let_in(request, user, provider, to=known.to)


def let_in(request: HttpRequest, user: User, provider: Provider, *, to: str) -> HttpResponseBase:
    """Through allauth's stages: a second factor that was set up is asked for here too."""
    record_authentication(request, user, method="service", provider=provider.key)
    return perform_login(request, Login(user=user, redirect_url=to or None))


@require_http_methods(["GET", "POST"])
def way_joining(request: HttpRequest) -> HttpResponseBase:
    """Somebody new: age first, then a name, consent and, where the service confirms none, an address."""
    held = going.pending(request)
    if held is None or request.user.is_authenticated:
        return redirect("account_login")
    provider = get_object_or_404(Provider, pk=held["provider"], is_open=True)
    if not get_adapter().is_open_for_signup(request):
        return render(request, "account/signup_closed.html")
    if not is_old_enough(request):
        return ask_age(request, back=reverse("portal:way_joining"))
    if held["proven"] and EmailAddress.objects.filter(email__iexact=held["email"]).exists():
        return _has_an_account(request, provider, held)
    form = JoiningForm(
        request.POST or None, proven=held["email"] if held["proven"] else "", said=held["email"]
    )
    if form.is_valid():
        return _join(request, provider, held, form)
    context = {"form": form, "service": provider.name, "proven": held["email"] if held["proven"] else ""}
    return render(request, "portal/ways/joining.html", context, status=422 if form.is_bound else 200)


def _has_an_account(request: HttpRequest, provider: Provider, held: dict[str, Any]) -> HttpResponse:
    """The service says whose address it is; that is not yet a reason to open what somebody made here before."""
    after = reverse("portal:way_completion")
    sign_in = f"{reverse('account_login')}?{urlencode({'next': after})}"
    context = {"service": provider.name, "email": held["email"], "sign_in_url": sign_in}
    return render(request, "portal/ways/has_account.html", context)


def _join(
    request: HttpRequest, provider: Provider, held: dict[str, Any], form: JoiningForm
) -> HttpResponseBase:
    """The same steps for an address that is known here and one that is not: nobody learns who has an account."""
    limited = ratelimit.consume_or_429(request, action="signup")
    if limited:
        return limited
    email = form.cleaned_data["email"]
    user = join(
        provider=provider,
        subject=held["subject"],
        email=email,
        name=form.cleaned_data["name"],
        language=get_language() or "",
        is_proven=held["proven"],
        at=timezone.now(),
    )
    if user is None:
        return prevent_enumeration(request, email=email)
    if held["proven"]:
        going.forget_pending(request)
        return let_in(request, user, provider, to=held["to"])
    return perform_login(
        request, Login(user=user, redirect_url=reverse("portal:way_completion"), signup=True)
    )


@login_required
@require_safe
def way_completion(request: HttpRequest) -> HttpResponse:
    """Whoever has shown here both an account of a service and an account of ours: from now on one opens the other."""
    held = going.pending(request)
    if held is None:
        return redirect("portal:my_ways")
    going.forget_pending(request)
    provider = get_object_or_404(Provider, pk=held["provider"], is_open=True)
    try:
        link(user=me(request), provider=provider, subject=held["subject"], at=timezone.now())
        messages.success(
            request, _("%(service)s opens your account from now on.") % {"service": provider.name}
        )
    except Refused as refusal:
        messages.info(request, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
    return redirect(held["to"] or settings.LOGIN_REDIRECT_URL)
