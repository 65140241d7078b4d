"""/desk/leaving/: everything the institution is, in one file."""

from django.urls import URLPattern, path

from civic.desk.views import leaving

urlpatterns: list[URLPattern] = [
    path("leaving/", leaving.leaving, name="leaving"),
    path("leaving/<uuid:key>/", leaving.leaving_file, name="leaving_file"),
]
