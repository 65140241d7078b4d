"""The second factor, asked once more: whoever left a page open on a desk has not said yes to this."""

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from platform_core.access import YES, Verdict, no


def proves(request: HttpRequest, code: str) -> Verdict:
    """Whether `code` is what the person's authenticator app shows now. Each code is good once."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return no("too_many", _("Too many tries. Please wait a minute."))
    app = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(code):
        return no(
            "wrong_code", _("This is not what your app shows now. Wait for the next code and try again.")
        )
    return YES
