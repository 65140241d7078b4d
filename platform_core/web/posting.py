"""Addresses that a form is sent to. Reloading what such a form answered, or opening its address, leads back to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

View = Callable[..., HttpResponseBase]


def posted_from(page: str, *same: str) -> Callable[[View], View]:
    """`page`: the name of the address the form stands on; `same`: what both addresses have in them.

    The page decides who may see it: here nothing is looked up.
    """

    def deco(view: View) -> View:
        @wraps(view)
        def only_posted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in ("GET", "HEAD"):
                return redirect(reverse(page, kwargs={name: kwargs[name] for name in same}))
            if request.method != "POST":
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            answer: HttpResponse | HttpResponseBase = view(request, *args, **kwargs)
            return answer

        return only_posted

    return deco
