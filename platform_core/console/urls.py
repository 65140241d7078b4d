"""console.BASE_DOMAIN"""

from django.urls import path

from platform_core.console import closing, library, views, visiting
from platform_core.console.urls_migrating import urlpatterns as migrating_urlpatterns

app_name = "console"
urlpatterns = [
    path("", views.institutions, name="institutions"),
    path("institutions/new/", views.new_institution, name="new_institution"),
    path("institutions/<int:pk>/", views.institution, name="institution"),
    path("institutions/<int:pk>/visit/", visiting.visit, name="visit"),
    path("institutions/<int:pk>/resumption/", views.resumption, name="resumption"),
    path("institutions/<int:pk>/removal/", views.removal, name="removal"),
    path("institutions/<int:pk>/closing/", closing.closing, name="closing"),
    *migrating_urlpatterns,
    path("library/", library.library, name="library"),
    path("library/<int:pk>/approval/", library.approval, name="library_approval"),
    path("library/<int:pk>/refusal/", library.refusal, name="library_refusal"),
]
