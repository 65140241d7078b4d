"""/desk/privacy/: what was destroyed, who looked at whom, what people asked, and how they are named."""

from django.urls import URLPattern, path

from civic.desk.views import privacy, privacy_looks, privacy_requests

urlpatterns: list[URLPattern] = [
    path("privacy/register/", privacy.register, name="destruction_register"),
    path("privacy/looks/", privacy_looks.looks, name="looks"),
    path("privacy/requests/", privacy_requests.requests, name="data_requests"),
    path("privacy/requests/new/", privacy_requests.new_request, name="new_data_request"),
    path("privacy/requests/<int:pk>/", privacy_requests.one_request, name="data_request"),
    path("privacy/officer/", privacy_requests.officer, name="privacy_officer"),
    path("privacy/names/", privacy_requests.names, name="names"),
]
