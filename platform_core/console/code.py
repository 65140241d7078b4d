"""The second factor, asked once more: whoever left the console open on a desk has not said yes to this."""

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.access import YES, Verdict, no

# Longer than any code is taken for, with a phone's clock that is half a minute off. Seconds.
SEEN_FOR = 150
WRONG = gettext_lazy("This is not what your app shows now. Wait for the next code and try again.")


def proves(request: HttpRequest, code: str) -> Verdict:
    """Whether `code` is what the operator's authenticator app shows now. Each code is good once."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return no("too_many", _("Too many tries. Please wait a minute."))
    if not cache.add(f"code-asked-again:{request.user.pk}:{code}", "seen", timeout=SEEN_FOR):
        return no("wrong_code", WRONG)
    app = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(code):
        return no(
            "wrong_code", _("This is not what your app shows now. Wait for the next code and try again.")
        )
    return YES
