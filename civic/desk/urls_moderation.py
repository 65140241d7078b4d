"""/desk/moderation/: the queue, one case, objections, the lists and what is read first."""

from django.urls import URLPattern, path

from civic.desk.views import moderation_appeals, moderation_lists, moderation_queue

_ONE = "moderation/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("moderation/", moderation_queue.queue_page, name="moderation"),
    path("moderation/many/", moderation_queue.many, name="cases_many"),
    path("moderation/objections/", moderation_appeals.appeals, name="appeals"),
    path("moderation/objections/<int:number>/", moderation_appeals.appeal, name="appeal"),
    path("moderation/lists/", moderation_lists.lists, name="watched"),
    path("moderation/lists/<int:number>/removal/", moderation_lists.removal, name="watched_removal"),
    path("moderation/policy/", moderation_lists.policy, name="moderation_policy"),
    path(_ONE, moderation_queue.one_case, name="case"),
    path(f"{_ONE}claim/", moderation_queue.claiming, name="case_claim"),
    path(f"{_ONE}decision/", moderation_queue.deciding, name="case_decision"),
]
