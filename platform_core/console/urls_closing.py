"""Where an institution stands, its static site, its erasure."""

from django.urls import path

from platform_core.console import closing, erasures

urlpatterns = [
    path("institutions/<int:pk>/closing/", closing.closing, name="closing"),
    path("institutions/<int:pk>/site/", erasures.site, name="site"),
    path("institutions/<int:pk>/erasure/", erasures.erasure, name="erasure"),
    path("erasures/", erasures.certificates_list, name="erasures"),
    path("erasures/<int:pk>/", erasures.certificate, name="certificate"),
    path("erasures/<int:pk>/file/", erasures.certificate_file, name="certificate_file"),
]
