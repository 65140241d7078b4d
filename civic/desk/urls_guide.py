"""/desk/guide/: the operating guide beside the work."""

from django.urls import URLPattern, path

from civic.desk.views import guide, guide_log, guide_own

urlpatterns: list[URLPattern] = [
    path("guide/", guide.guide, name="guide"),
    path("guide/chapters/<slug:key>/", guide.guide_chapter, name="guide_chapter"),
    path("guide/ticks/", guide.guide_tick, name="guide_tick"),
    path("guide/ticks/<int:pk>/removal/", guide.guide_untick, name="guide_untick"),
    path("guide/chapters/<slug:key>/points/new/", guide_own.guide_new_point, name="guide_new_point"),
    path("guide/chapters/<slug:key>/cases/new/", guide_own.guide_new_case, name="guide_new_case"),
    path("guide/points/<int:pk>/removal/", guide_own.guide_point_removal, name="guide_point_removal"),
    path("guide/log/", guide_log.guide_log, name="guide_log"),
    path("guide/log/<int:pk>/removal/", guide_log.guide_entry_removal, name="guide_entry_removal"),
    path("guide/signals/<int:pk>/", guide_log.guide_signal, name="guide_signal"),
]
