"""What answers during a benchmark: an institution's addresses and, before them, the baselines."""

from django.urls import include, path

from tests.bench import baselines

handler400 = "platform_core.web.views.bad_request"
handler403 = "platform_core.web.views.forbidden"
handler404 = "platform_core.web.views.not_found"
handler500 = "platform_core.web.views.server_error"

urlpatterns = [
    path("bench/empty/", baselines.empty),
    path("bench/<int:number>/support/", baselines.support),
    path("", include("platform_core.project.urls_institution")),
]
