from django.urls import path

from platform_core.outbound import hook, views

app_name = "outbound"
urlpatterns = [
    path("mail/bounces/", hook.bounces, name="bounces"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:pk>/", views.letter, name="letter"),
]
