"""/desk/visits/: who of the platform was here, and what they looked at."""

from django.urls import URLPattern, path

from civic.desk.views import visits

urlpatterns: list[URLPattern] = [
    path("visits/", visits.log, name="visits"),
    path("visits/<int:pk>/", visits.one_visit, name="visit"),
    path("visits/<int:pk>/pages.csv", visits.pages_csv, name="visit_csv"),
    path("visits/<int:pk>/end/", visits.end, name="visit_end"),
]
