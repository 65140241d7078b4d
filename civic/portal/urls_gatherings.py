"""/gatherings/: people meet."""

from django.urls import URLPattern, path

from civic.portal import gatherings, gatherings_files, gatherings_signup

_ONE = "gatherings/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("gatherings/", gatherings.gatherings, name="gatherings"),
    path("gatherings/calendar.ics", gatherings.gatherings_calendar, name="gatherings_calendar"),
    path("sitemaps/gatherings.xml", gatherings.gatherings_sitemap, name="gatherings_sitemap"),
    path("gatherings/files/<uuid:key>/<path:name>", gatherings_files.gathering_file, name="gathering_file"),
    path("gatherings/places/<str:key>/", gatherings_signup.place, name="gathering_place"),
    path(_ONE, gatherings.gathering, name="gathering"),
    path(f"{_ONE}calendar.ics", gatherings.gathering_calendar, name="gathering_calendar"),
    path(f"{_ONE}sign-up/", gatherings_signup.sign_up, name="gathering_signup"),
    path("me/gatherings/", gatherings_signup.my_gatherings, name="my_gatherings"),
]
