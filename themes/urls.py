from django.urls import path

from themes import views

app_name = "themes"
urlpatterns = [
    path("theme-<slug:digest>.css", views.theme_stylesheet, name="stylesheet"),
    path("desk/theme/", views.chooser, name="chooser"),
]
