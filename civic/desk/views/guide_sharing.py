"""A case that other institutions may read: shown beforehand exactly as it leaves the house."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.gate import colleague, staff_page
from civic.desk.guide_page import address_of
from civic.desk.views.guide import find_chapter, words_of
from civic.guide.models import OwnCase
from civic.guide.rules import may_share, may_share_again
from civic.guide.sharing import parcel_of, share_case, state_of, withdraw_case
from platform_core.access import Refused, require
from platform_core.access.place import institution_here


@require_http_methods(["GET", "POST"])
@staff_page
def guide_sharing(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(OwnCase, pk=pk)
    require(may_share(request.user))
    house, now = institution_here(), timezone.now()
    require(may_share_again(state_of(case, house.pk)))
    refused = None
    if request.method == "POST":
        try:
            share_case(
                case=case,
                institution_id=house.pk,
                seen=request.POST.get("seen", ""),
                by=colleague(request),
                at=now,
            )
        except Refused as refusal:
            refused = refusal.verdict
        else:
            messages.success(request, _("Sent to the operator. Others read it once it is approved."))
            return redirect(address_of(find_chapter(case.chapter)))
    parcel = parcel_of(case, now)
    context = {
        "case": case,
        "chapter": find_chapter(case.chapter),
        "parcel": parcel,
        "numbers": [(words_of(one["point"]), one["done"], one["of"]) for one in parcel.numbers],
        "house": house,
        "refused": refused,
        "is_refused": refused is not None,
    }
    return render(request, "desk/guide/sharing.html", context, status=422 if refused is not None else 200)


@require_POST
@staff_page
def guide_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(OwnCase, pk=pk)
    done = withdraw_case(
        case=case, institution_id=institution_here().pk, by=colleague(request), at=timezone.now()
    )
    if done:
        messages.success(request, _("Withdrawn: its words are no longer in the library."))
    return redirect(address_of(find_chapter(case.chapter)))
