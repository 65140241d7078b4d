"""The list of institutions, one of them, and what is watched of them."""

from django.urls import URLPattern, path

from platform_core.console import listing, one

urlpatterns: list[URLPattern] = [
    path("", listing.institutions, name="institutions"),
    path("institutions.csv", listing.institutions_csv, name="institutions_csv"),
    path("views/", listing.view_keeping, name="view_keeping"),
    path("views/<int:pk>/removal/", listing.view_removal, name="view_removal"),
    path("institutions/<int:pk>/", one.institution, name="institution"),
]
