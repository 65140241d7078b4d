"""/notices/: what the institution tells everybody."""

from django.urls import URLPattern, path

from civic.portal import notices, notices_files

urlpatterns: list[URLPattern] = [
    path("notices/", notices.notices, name="notices"),
    path("notices/feed.xml", notices.notices_feed, name="notices_feed"),
    path("sitemaps/notices.xml", notices.notices_sitemap, name="notices_sitemap"),
    path("notices/files/<uuid:key>/<path:name>", notices_files.notice_file, name="notice_file"),
    path("notices/<int:number>/", notices.notice, name="notice"),
]
