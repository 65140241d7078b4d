"""/desk/abuse/: where deeds come from, quiet limits, and what is taken out of the counts."""

from django.urls import URLPattern, path

from civic.desk.views import abuse, abuse_stops

_ONE = "abuse/invalidations/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("abuse/", abuse.cockpit, name="abuse"),
    path("abuse/limits/", abuse.limits, name="abuse_limits"),
    path("abuse/limits/<int:number>/lifting/", abuse.lifting, name="abuse_lifting"),
    path("abuse/stops/", abuse_stops.stops, name="abuse_stops"),
    path("abuse/stops/<int:number>/lifting/", abuse_stops.lifting, name="abuse_stop_lifting"),
    path("abuse/invalidations/new/", abuse.new_invalidation, name="invalidation_new"),
    path(_ONE, abuse.invalidation, name="invalidation"),
    path(f"{_ONE}beginning/", abuse.beginning, name="invalidation_beginning"),
    path(f"{_ONE}undoing/", abuse.undoing, name="invalidation_undoing"),
]
