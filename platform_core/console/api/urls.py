"""/api/v1/ at the console's address."""

from django.urls import URLPattern, path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView

from platform_core.console.api import views

urlpatterns: list[URLPattern] = [
    path(
        "openapi.json",
        SpectacularAPIView.as_view(
            renderer_classes=[OpenApiJsonRenderer],
            # Everybody reads it, whatever key comes along: those of institutions are in no table here.
            authentication_classes=[],
            urlconf="platform_core.console.api.document_urls",
            custom_settings={"TITLE": "Madang operator's API"},
        ),
        name="api_document",
    ),
    path("institutions/", views.Orders.as_view(), name="api_orders"),
    path("institutions/<int:pk>/", views.Ordered.as_view(), name="api_order"),
]
