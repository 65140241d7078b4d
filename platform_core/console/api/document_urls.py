"""What the OpenAPI document describes: this door alone, under its public prefix."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("platform_core.console.api.urls"))]
