"""Who asks, and how often."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, UserRateThrottle

from platform_core.accounts.guesses import TOKENS
from platform_core.accounts.models import User
from tenants.machines.tokens import operator_of

SCHEME = "Token"


class OperatorKey(BaseAuthentication):
    """`Authorization: Token <key>`. Raises AuthenticationFailed, and Throttled after too many wrong ones."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        address = BaseThrottle().get_ident(request) or ""
        # Before it is looked at: a guess that is answered at all, right or wrong, would be a free one.
        if wait := TOKENS.seconds_to_wait(address):
            raise Throttled(wait)
        operator = operator_of(key.strip(), timezone.now())
        if operator is None:
            TOKENS.count_failure(address)
            raise AuthenticationFailed(_("This token is not known here."), code="unknown_token")
        return operator, None

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class OperatorsOnly(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        return True


class OperatorThrottle(UserRateThrottle):
    """Per operator, whichever key is used."""

    scope = "operator"
    rate = "120/min"


class OrderThrottle(OperatorThrottle):
    """An opening is work of half a second for the database: a runaway loop opens no thousand of them."""

    scope = "order"
    rate = "20/min"


class OperatorKeyScheme(OpenApiAuthenticationExtension):
    target_class = "platform_core.console.api.keys.OperatorKey"
    name = "operator_token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <key>"}
