"""console.BASE_DOMAIN"""

from django.urls import include, path

from platform_core.console import library, programs, shelf, visiting
from platform_core.console.urls_closing import urlpatterns as closing_urlpatterns
from platform_core.console.urls_migrating import urlpatterns as migrating_urlpatterns
from platform_core.console.urls_moving import urlpatterns as moving_urlpatterns
from platform_core.console.urls_office import urlpatterns as office_urlpatterns
from platform_core.console.urls_opening import urlpatterns as opening_urlpatterns
from platform_core.console.urls_watching import urlpatterns as watching_urlpatterns

app_name = "console"
urlpatterns = [
    *watching_urlpatterns,
    *opening_urlpatterns,
    *office_urlpatterns,
    path("institutions/<int:pk>/visit/", visiting.visit, name="visit"),
    *closing_urlpatterns,
    *migrating_urlpatterns,
    *moving_urlpatterns,
    path("programs/", programs.programs, name="programs"),
    path("programs/<int:pk>/removal/", programs.program_removal, name="program_removal"),
    path("api/v1/", include("platform_core.console.api.urls")),
    path("library/", library.library, name="library"),
    path("library/<int:pk>/approval/", library.approval, name="library_approval"),
    path("library/<int:pk>/refusal/", library.refusal, name="library_refusal"),
    path("shelf/", shelf.shelf, name="shelf"),
    path("shelf/<int:pk>/approval/", shelf.shelf_approval, name="shelf_approval"),
    path("shelf/<int:pk>/refusal/", shelf.shelf_refusal, name="shelf_refusal"),
]
