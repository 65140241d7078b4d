"""/search/: everything that is published here."""

from django.urls import URLPattern, path

from civic.portal import search

urlpatterns: list[URLPattern] = [
    path("search/", search.search, name="search"),
]
