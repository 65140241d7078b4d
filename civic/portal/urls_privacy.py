"""What is kept of me, what I agreed to, and how long things are kept."""

from django.urls import URLPattern, path

from civic.portal import my_data, my_requests, retention

urlpatterns: list[URLPattern] = [
    path("privacy/retention/", retention.retention, name="retention"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/data/looks/", my_data.my_looks, name="my_data_looks"),
    path("me/data/requests/", my_requests.my_requests, name="my_requests"),
    path("me/data/requests/<int:pk>/back/", my_requests.my_request_back, name="my_request_back"),
    path("me/data/resumption/", my_requests.my_data_resumption, name="my_data_resumption"),
    path("privacy/officer/", my_requests.privacy_officer, name="privacy_officer"),
    path("me/data/file/", my_data.my_data_file, name="my_data_file"),
]
