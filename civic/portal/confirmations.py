"""What is confirmed of me. Opened by somebody who was told that a deed asks for an age, an address or an identity."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.people.confirming import believed_of
from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.page import render_page


@login_required
@require_safe
def my_confirmations(request: HttpRequest) -> HttpResponse:
    context = {"rows": believed_of(me(request), timezone.now()), "tabs": my_tabs("account")}
    return render_page(request, "portal/me/confirmations.html", context, section="my_page")
