"""Off to a service, and what is said when it cannot be asked: nobody loses the page they came for."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from civic.identity.models import Provider
from civic.identity.oidc import Attempt, ProviderTrouble, address_to_go_to
from civic.identity.saying import trouble_in_words
from civic.portal import going
from civic.portal.going import CHECK, GUARD, LINK


def go(request: HttpRequest, provider: Provider, *, intent: str, to: str) -> HttpResponse:
    limited = ratelimit.consume_or_429(request, action="service", limit_get=True)
    if limited:
        return limited
    attempt = Attempt.new()
    try:
        where = address_to_go_to(provider, attempt, back=going.back_address(request))
    except ProviderTrouble as trouble:
        return trouble_page(request, trouble, provider, intent, to)
    going.note(request, provider, attempt, intent=intent, to=to)
    return redirect(where)


def trouble_page(
    request: HttpRequest, trouble: ProviderTrouble, provider: Provider, intent: str, to: str
) -> HttpResponse:
    said = trouble_in_words(trouble.code, provider.name)
    messages.error(request, f"{said} {_('Nothing was changed. The other ways are below.')}")
    return redirect(page_of(intent, to))


def page_of(intent: str, to: str) -> str:
    """The page from which somebody went, with the page they came for."""
    if intent == GUARD:
        return to
    name = {LINK: "portal:my_ways", CHECK: "portal:my_confirmations"}.get(intent, "account_login")
    return f"{reverse(name)}{'?' + urlencode({'next': to}) if to else ''}"
