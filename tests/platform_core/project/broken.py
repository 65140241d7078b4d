"""A page that breaks. Apart, because an error report quotes the lines around the fault."""

from django.http import HttpRequest, HttpResponse


def page(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"{request.user.email} called {request.POST['phone']}")  # type: ignore[union-attr]
