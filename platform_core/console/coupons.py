"""Coupons: made for a fair or an association, counted, withdrawn."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.coupons import make_coupon, withdraw_coupon
from billing.models import Coupon
from billing.money import told
from billing.offer_forms import CouponForm
from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.sides import links

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
@operators_only
def coupons(request: HttpRequest) -> HttpResponse:
    form = CouponForm(request.POST or None)
    if form.is_valid():
        try:
            made = make_coupon(**form.cleaned_data, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused.verdict.sentence))
        else:
            messages.success(request, _("Made: %s. It is typed in when a plan is ordered.") % made.code)
            return HttpResponseRedirect(reverse("console:coupons"))
    page = Paginator(Coupon.objects.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "rows": [
            {
                "coupon": one,
                "off": f"{one.percent} %" if one.percent else told(one.amount, one.currency),
                "is_over": one.uses >= one.most_uses or (one.ends_on is not None and today > one.ends_on),
            }
            for one in page.object_list
        ],
        "side_links": links("office"),
    }
    return render(request, "console/coupons.html", context, status=422 if form.is_bound else 200)


@require_POST
@operators_only
def coupon_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Coupon, pk=pk)
    if withdraw_coupon(coupon=found, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Withdrawn. What was ordered with it keeps it."))
    return HttpResponseRedirect(reverse("console:coupons"))
