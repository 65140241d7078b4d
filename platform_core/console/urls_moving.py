"""/institutions/<pk>/moving/: taking an institution along."""

from django.urls import URLPattern, path

from platform_core.console import moving

urlpatterns: list[URLPattern] = [
    path("institutions/<int:pk>/moving/", moving.moving, name="moving"),
    path("exports/<int:pk>/", moving.export_file, name="export_file"),
]
