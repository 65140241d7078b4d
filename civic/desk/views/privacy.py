"""파기 대장: what was destroyed here, when and how much of it. For administrators and whoever inspects them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.desk.gate import staff_page
from civic.gatherings.models import Destruction as ListDestroyed
from civic.people.rules import is_administrator
from civic.privacy.models import Destruction
from platform_core.access import require
from platform_core.access.verdict import YES, Verdict, no

PAGE_SIZE = 30
LISTS_SHOWN = 50


def may_read_register(person: object) -> Verdict:
    if is_administrator(person):
        return YES
    return no("not_allowed", _("The register of what was destroyed is read by administrators."))


@require_safe
@staff_page
def register(request: HttpRequest) -> HttpResponse:
    require(may_read_register(request.user))
    context = {
        "page": Paginator(Destruction.objects.all(), PAGE_SIZE).get_page(request.GET.get("page")),
        "lists": ListDestroyed.objects.select_related("gathering").order_by("-at", "-pk")[:LISTS_SHOWN],
    }
    return render(request, "desk/privacy/register.html", context)
