from django.urls import path

from platform_core.ui import views

app_name = "ui"
urlpatterns = [
    path("display/", views.display, name="display"),
    path("gallery/", views.gallery, name="gallery"),
]
