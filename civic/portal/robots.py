"""What search engines are asked to leave alone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

TEXT = """User-agent: *
Disallow: /me/
Disallow: /desk/
Disallow: /sign-in/
Disallow: /unsubscribe/
Disallow: /proposals/new/
Disallow: /*?after=
Disallow: /*comments_after=
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT, content_type="text/plain; charset=utf-8")
