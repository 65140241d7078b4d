"""What answers at an institution's address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # First, for most who come want these: an address is looked for from the top.
    path("", include("civic.portal.urls")),
    path("", include("platform_core.accounts.urls")),
    path("", include("platform_core.web.urls")),
    path("", include("platform_core.ui.urls")),
    path("", include("themes.urls")),
    path("", include("billing.urls")),
    path("desk/", include("civic.desk.urls")),
    path("", include("civic.desk.invitation_urls")),
    path("visit/", include("civic.desk.visit_urls")),
    path("api/v1/", include("civic.api.urls")),
    path("", include("civic.api.page_urls")),
]

handler400 = "platform_core.web.views.bad_request"
handler403 = "platform_core.web.views.forbidden"
handler404 = "civic.portal.moved.not_found"
handler500 = "platform_core.web.views.server_error"
