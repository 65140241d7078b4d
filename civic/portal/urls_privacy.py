"""What is kept of me, what I agreed to, and how long things are kept."""

from django.urls import URLPattern, path

from civic.portal import my_data, retention

urlpatterns: list[URLPattern] = [
    path("privacy/retention/", retention.retention, name="retention"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/data/file/", my_data.my_data_file, name="my_data_file"),
]
