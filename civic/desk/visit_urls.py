"""/visit/: where an operator of the platform comes in and goes out."""

from django.urls import path

from civic.desk.views import visiting

app_name = "visits"
urlpatterns = [
    path("", visiting.entry, name="entry"),
    path("end/", visiting.end, name="end"),
    path("over/", visiting.over, name="over"),
]
