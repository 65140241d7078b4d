"""/desk/gatherings/: preparing them, the people who come, and what was said."""

from django.urls import URLPattern, path

from civic.desk.views import gatherings, gatherings_door, gatherings_list, gatherings_record

_ONE = "gatherings/<int:number>/"
_PERSON = f"{_ONE}people/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("gatherings/", gatherings.gatherings, name="gatherings"),
    path("gatherings/new/", gatherings.new_gathering, name="gathering_new"),
    path("gatherings/check-in/<str:code>/", gatherings_door.code, name="gathering_code"),
    path(_ONE, gatherings.gathering, name="gathering"),
    path(f"{_ONE}edition/", gatherings.edition, name="gathering_edition"),
    path(f"{_ONE}publication/", gatherings.publication, name="gathering_publication"),
    path(f"{_ONE}cancellation/", gatherings.cancellation, name="gathering_cancellation"),
    path(f"{_ONE}people/", gatherings_list.people, name="gathering_people"),
    path(f"{_PERSON}removal/", gatherings_list.removal, name="gathering_removal"),
    path(f"{_ONE}people/export/", gatherings_list.export, name="gathering_export"),
    path(f"{_ONE}people/destruction/", gatherings_list.destruction, name="gathering_destruction"),
    path(f"{_ONE}check-in/", gatherings_door.door, name="gathering_door"),
    path(f"{_ONE}check-in/counts/", gatherings_door.counts, name="gathering_counts"),
    path(f"{_ONE}check-in/walk-in/", gatherings_door.walk_in, name="gathering_walk_in"),
    path(f"{_ONE}minutes/", gatherings_record.minutes, name="gathering_minutes"),
    path(f"{_ONE}files/", gatherings_record.files, name="gathering_files"),
    path("gatherings/files/<int:pk>/removal/", gatherings_record.file_removal, name="gathering_file_removal"),
]
