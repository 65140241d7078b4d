"""How I come in: services that open my account, and taking them away."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.identity.linking import unlink
from civic.identity.models import Provider, Purpose, WayIn
from civic.identity.queries import open_providers, ways_of
from civic.identity.rules import may_unlink
from civic.portal import going
from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.page import render_page
from civic.portal.to_service import go


@login_required
@require_safe
def my_ways(request: HttpRequest) -> HttpResponse:
    mine = ways_of(me(request))
    linked = {way.provider_id for way in mine}
    context = {
        "ways": [{"way": way, "verdict": may_unlink(me(request), way)} for way in mine],
        "others": [one for one in open_providers(Purpose.SIGN_IN) if one.pk not in linked],
        "press": going.press_token(request),
        "tabs": my_tabs("account"),
    }
    return render_page(request, "portal/ways/mine.html", context, section="my_page")


@login_required
@require_safe
@reauthentication_required()
def way_link(request: HttpRequest, key: str) -> HttpResponse:
    """Off to the service; only from our own page, and after the password was asked for again."""
    provider = get_object_or_404(Provider, key=key, purpose=Purpose.SIGN_IN, is_open=True)
    if not going.was_pressed(request):
        return redirect("portal:my_ways")
    return go(request, provider, intent=going.LINK, to="")


@login_required
@require_POST
def way_removal(request: HttpRequest, pk: int) -> HttpResponse:
    way = WayIn.objects.select_related("provider").filter(pk=pk, user=me(request)).first()
    if way is None:
        raise Http404
    unlink(way=way, by=me(request), at=timezone.now())
    messages.success(request, _("%(service)s no longer opens your account.") % {"service": way.provider.name})
    return redirect("portal:my_ways")
