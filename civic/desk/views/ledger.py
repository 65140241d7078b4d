"""The ledger as administrators see it: how far it is sealed, and what the hourly checks have found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from civic.abuse.invalidating import may_invalidate
from civic.desk.gate import staff_page
from civic.desk.paging import page_of
from civic.ledger.models import Check, Checkpoint
from civic.ledger.taking_over import is_taken_over
from platform_core.access import require

NEWEST = 10


@require_safe
@staff_page
def state(request: HttpRequest) -> HttpResponse:
    """For whoever may change what counts."""
    require(may_invalidate(request.user))
    context = {
        "checkpoints": list(Checkpoint.objects.all()[:NEWEST]),
        "is_taken_over": is_taken_over(),
        "page": page_of(request, Check.objects.all()),
    }
    return render(request, "desk/ledger.html", context)
