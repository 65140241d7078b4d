"""/desk/guide/: the operating guide beside the work."""

from django.urls import URLPattern, path

from civic.desk.views import guide, guide_growing, guide_log, guide_own, guide_plan, guide_sharing

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
    path("guide/plans/", guide_plan.guide_plans, name="guide_plans"),
    path("guide/plans/<int:year>/", guide_plan.guide_plan, name="guide_plan"),
    path("guide/plans/<int:year>/writing/", guide_plan.guide_plan_writing, name="guide_plan_writing"),
    path(
        "guide/plans/<int:year>/editions/<int:number>/",
        guide_plan.guide_plan_edition,
        name="guide_plan_edition",
    ),
    path("guide/growing/", guide_growing.guide_growing, name="guide_growing"),
    path("guide/growing/<slug:stage>/", guide_growing.guide_step, name="guide_step"),
    path("guide/growing/<slug:stage>/end/", guide_growing.guide_step_back, name="guide_step_back"),
    path("guide/cases/<int:pk>/sharing/", guide_sharing.guide_sharing, name="guide_sharing"),
    path("guide/cases/<int:pk>/withdrawal/", guide_sharing.guide_withdrawal, name="guide_withdrawal"),
]
