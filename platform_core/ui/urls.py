from django.urls import path

from platform_core.ui import views

app_name = "ui"
urlpatterns = [
    path("display/", views.display, name="display"),
    path("offline/", views.offline, name="offline"),
    # At the root: a worker answers only for what lies below its own address.
    path("worker.js", views.worker, name="worker"),
    path("gallery/", views.gallery, name="gallery"),
]
