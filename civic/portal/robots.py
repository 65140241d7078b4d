"""What search engines are asked to leave alone, and where they find the rest."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from civic.portal.page import house

TEXT = """User-agent: *
Disallow: /me/
Disallow: /desk/
Disallow: /sign-in/
Disallow: /unsubscribe/
Disallow: /gatherings/places/
Disallow: /preview/
Disallow: /proposals/new/
Disallow: /search/
Disallow: /*?after=
Disallow: /*comments_after=
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    there = house(request).address(reverse("portal:sitemap"))
    return HttpResponse(f"{TEXT}\nSitemap: {there}\n", content_type="text/plain; charset=utf-8")
