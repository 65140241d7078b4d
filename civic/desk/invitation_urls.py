"""The one page of the desk that a person without a task opens: the letter's link."""

from civic.desk.urls_staff import public_urlpatterns

app_name = "invitation"
urlpatterns = public_urlpatterns
