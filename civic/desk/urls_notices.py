"""/desk/notices/: writing, changing, hiding and showing them."""

from django.urls import URLPattern, path

from civic.desk.views import notices, notices_files

_ONE = "notices/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.new_notice, name="notice_new"),
    path(_ONE, notices.notice, name="notice"),
    path(f"{_ONE}edition/", notices.edition, name="notice_edition"),
    path(f"{_ONE}hiding/", notices.hiding, name="notice_hiding"),
    path(f"{_ONE}showing/", notices.showing, name="notice_showing"),
    path(f"{_ONE}files/", notices_files.files, name="notice_files"),
    path("notices/files/<int:pk>/removal/", notices_files.file_removal, name="notice_file_removal"),
]
