"""열람 기록: who here looked at whom, month by month, and the signature under a month.

Opened by the privacy officer once a month, and whenever somebody asks who has looked at them.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from civic.desk.gate import colleague, staff_page
from civic.privacy.looks import looks_of_month, sign_month, summed_by_colleague, task_of, unsigned_months
from civic.privacy.models import LookReview
from civic.privacy.places import How
from civic.privacy.rules import may_read_looks, may_sign_month
from platform_core.access import Refused, require
from platform_core.text.fields import TextField

PAGE_SIZE = 50
MONTH = re.compile(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])")


class SignForm(forms.Form):
    words = TextField(
        label=gettext_lazy("What you noticed"),
        help_text=gettext_lazy("May stay empty. It is kept with your name and the day."),
        required=False,
        max_characters=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def looks(request: HttpRequest) -> HttpResponse:
    require(may_read_looks(request.user))
    month = _month(request)
    form = SignForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            sign_month(month=month, words=words, by=colleague(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.verdict.sentence))
        else:
            return redirect(f"{reverse('desk:looks')}?month={month:%Y-%m}")
    status = 422 if form.is_bound else 200
    return render(request, "desk/privacy/looks.html", _context(request, month, form), status=status)


def _context(request: HttpRequest, month: date, form: SignForm) -> dict[str, Any]:
    now = timezone.now()
    whole = looks_of_month(month)
    how = request.GET.get("how", "")
    found = whole.filter(how=how) if how in How.values else whole
    by = request.GET.get("by", "")
    if by.isascii() and by.isdigit() and len(by) < 19:
        found = found.filter(by=int(by))
    else:
        by = ""
    colleagues = summed_by_colleague(whole)
    return {
        "month": month,
        "title": date_format(month, "YEAR_MONTH_FORMAT"),
        "colleagues": [{**one, "task": task_of(one["role"])} for one in colleagues],
        "own": sum(one["looks"] for one in colleagues if one["by_id"] == request.user.pk),
        "page": Paginator(found.select_related("by"), PAGE_SIZE).get_page(request.GET.get("page")),
        "kept": {"month": f"{month:%Y-%m}", "how": how, "by": by},
        "by": by,
        "tabs": _tabs(month, how, by),
        "review": LookReview.objects.filter(month=month).first(),
        "may_sign": may_sign_month(request.user, month, now),
        "unsigned": unsigned_months(at=now),
        "form": form,
        "before": _before(month),
        "after": _after(month) if _after(month) <= timezone.localdate() else None,
    }


def _tabs(month: date, how: str, by: str) -> list[dict[str, Any]]:
    here = f"{reverse('desk:looks')}?month={month:%Y-%m}" + (f"&by={by}" if by else "")
    every = {"label": _("Everything"), "url": here, "current": how not in How.values}
    return [every] + [
        {"label": one.label, "url": f"{here}&how={one.value}", "current": one == how} for one in How
    ]


def _month(request: HttpRequest) -> date:
    """`?month=2026-11`; what cannot be read is the present one."""
    named = MONTH.fullmatch(request.POST.get("month") or request.GET.get("month", ""))
    return date(int(named[1]), int(named[2]), 1) if named else timezone.localdate().replace(day=1)


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _after(month: date) -> date:
    return date(month.year + (month.month == 12), month.month % 12 + 1, 1)
