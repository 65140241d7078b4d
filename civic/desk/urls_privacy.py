"""/desk/privacy/: what was destroyed."""

from django.urls import URLPattern, path

from civic.desk.views import privacy

urlpatterns: list[URLPattern] = [path("privacy/register/", privacy.register, name="destruction_register")]
