"""How institutions compare: for whoever advises them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from tenants.models import Kind
from tenants.watching.benchmarks import K, compared


@require_safe
@operators_only
def benchmarks(request: HttpRequest) -> HttpResponse:
    found = compared(None, at=timezone.now())
    rows = [
        {"row": row, "cells": [{"label": label, "cell": row.kinds[key]} for key, label in Kind.choices]}
        for row in found
    ]
    is_told = any(row.every.mean is not None for row in found)
    context = {"rows": rows, "is_told": is_told, "kinds": [label for _key, label in Kind.choices], "k": K}
    return render(request, "console/benchmarks.html", {**context, "side_links": links("benchmarks")})
