"""/p/: pages that the institution writes itself; /preview/: their drafts."""

from django.urls import URLPattern, path

from civic.portal import pages

urlpatterns: list[URLPattern] = [
    path("p/<slug:slug>/", pages.page, name="page"),
    path("p/<slug:slug>/versions/", pages.versions, name="page_versions"),
    path("p/<slug:slug>/versions/<int:number>/", pages.version, name="page_version"),
    path("preview/<str:token>/", pages.preview, name="preview"),
    path("sitemaps/pages.xml", pages.pages_sitemap, name="pages_sitemap"),
]
