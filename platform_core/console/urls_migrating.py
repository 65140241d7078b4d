from django.urls import path

from platform_core.console import migrating

urlpatterns = [
    path("migrations/", migrating.migrations, name="migrations"),
    path("migrations/volunteers/", migrating.volunteering, name="volunteering"),
    path("migrations/volunteers/<int:pk>/removal/", migrating.stepping_back, name="stepping_back"),
]
