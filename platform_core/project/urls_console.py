"""What answers at the operator's address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("platform_core.accounts.urls")),
    path("", include("platform_core.web.urls")),
    path("", include("platform_core.ui.urls")),
    path("", include("platform_core.console.urls")),
    path("", include("billing.urls_console")),
]

handler400 = "platform_core.web.views.bad_request"
handler403 = "platform_core.web.views.forbidden"
handler404 = "platform_core.web.views.not_found"
handler500 = "platform_core.web.views.server_error"
