"""/glossary/: words explained."""

from django.urls import URLPattern, path

from civic.portal import glossary

urlpatterns: list[URLPattern] = [
    path("glossary/", glossary.glossary, name="glossary"),
]
