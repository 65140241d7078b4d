"""The list of institutions, one of them, and what is watched of them."""

from django.urls import URLPattern, path

from platform_core.console import alerts, benchmarks, listing, one, status

urlpatterns: list[URLPattern] = [
    path("", listing.institutions, name="institutions"),
    path("institutions.csv", listing.institutions_csv, name="institutions_csv"),
    path("views/", listing.view_keeping, name="view_keeping"),
    path("views/<int:pk>/removal/", listing.view_removal, name="view_removal"),
    path("institutions/<int:pk>/", one.institution, name="institution"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:pk>/acknowledgement/", alerts.acknowledgement, name="acknowledgement"),
    path("alerts/receivers/", alerts.receivers, name="receivers"),
    path("alerts/receivers/<int:pk>/removal/", alerts.receiver_removal, name="receiver_removal"),
    path("status/", status.status, name="status"),
    path("status/feed/", status.feed, name="status_feed"),
    path("incidents/", status.incidents, name="incidents"),
    path("incidents/<int:pk>/", status.incident, name="incident"),
    path("benchmarks/", benchmarks.benchmarks, name="benchmarks"),
]
