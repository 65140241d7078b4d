from django.urls import path

from platform_core.outbound import views

app_name = "outbound"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:pk>/", views.letter, name="letter"),
]
