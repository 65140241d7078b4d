from django.urls import path

from themes import views
from themes.urls_desk import urlpatterns as desk_urlpatterns

app_name = "themes"
urlpatterns = [
    path("theme-<slug:digest>.css", views.theme_stylesheet, name="stylesheet"),
    *desk_urlpatterns,
]
