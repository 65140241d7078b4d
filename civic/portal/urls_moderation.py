"""Reporting what others wrote, decisions about what I wrote, and the public figures of both."""

from django.urls import URLPattern, path

from civic.portal import moderation

_ONE = "me/decisions/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("moderation/", moderation.figures_page, name="moderation"),
    path("reports/<str:kind>/<int:number>/", moderation.report_page, name="report"),
    path("me/decisions/", moderation.my_decisions, name="my_decisions"),
    path(_ONE, moderation.my_decision, name="my_decision"),
    path(f"{_ONE}objection/", moderation.objection, name="my_objection"),
    path(f"{_ONE}change/", moderation.change, name="my_change"),
]
