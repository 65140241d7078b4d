"""/desk/: nouns for what is opened, POST for what is done to it."""

from django.urls import URLPattern, path

from civic.desk.urls_abuse import urlpatterns as abuse_urlpatterns
from civic.desk.urls_addresses import urlpatterns as addresses_urlpatterns
from civic.desk.urls_agenda import urlpatterns as agenda_urlpatterns
from civic.desk.urls_ballots import urlpatterns as ballots_urlpatterns
from civic.desk.urls_comparison import urlpatterns as comparison_urlpatterns
from civic.desk.urls_content import urlpatterns as content_urlpatterns
from civic.desk.urls_debates import urlpatterns as debates_urlpatterns
from civic.desk.urls_decisions import urlpatterns as decisions_urlpatterns
from civic.desk.urls_efficacy import urlpatterns as efficacy_urlpatterns
from civic.desk.urls_execution import urlpatterns as execution_urlpatterns
from civic.desk.urls_gatherings import urlpatterns as gatherings_urlpatterns
from civic.desk.urls_guide import urlpatterns as guide_urlpatterns
from civic.desk.urls_identity import urlpatterns as identity_urlpatterns
from civic.desk.urls_leaving import urlpatterns as leaving_urlpatterns
from civic.desk.urls_ledger import urlpatterns as ledger_urlpatterns
from civic.desk.urls_moderation import urlpatterns as moderation_urlpatterns
from civic.desk.urls_notices import urlpatterns as notices_urlpatterns
from civic.desk.urls_paper import urlpatterns as paper_urlpatterns
from civic.desk.urls_privacy import urlpatterns as privacy_urlpatterns
from civic.desk.urls_questions import urlpatterns as questions_urlpatterns
from civic.desk.urls_results import urlpatterns as results_urlpatterns
from civic.desk.urls_rules import urlpatterns as rules_urlpatterns
from civic.desk.urls_simulator import urlpatterns as simulator_urlpatterns
from civic.desk.urls_staff import urlpatterns as staff_urlpatterns
from civic.desk.urls_visits import urlpatterns as visits_urlpatterns
from civic.desk.urls_wording import urlpatterns as wording_urlpatterns
from civic.desk.views import (
    answers,
    assignment,
    categories,
    closures,
    confirmations,
    examples,
    export,
    extension,
    interims,
    mergers,
    moderation,
    pauses,
    progress,
    proposals,
    requests,
    settings,
    today,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", today.home, name="home"),
    path("examples/", examples.examples, name="examples"),
    path("answers/", requests.requests, name="answers"),
    path("answers/<int:pk>/", requests.one_request, name="request"),
    path("answers/<int:pk>/answer/", answers.answer, name="answer"),
    path("answers/<int:pk>/department/", assignment.assignment, name="assignment"),
    path("answers/<int:pk>/extension/", extension.extension, name="extension"),
    path("answers/<int:pk>/pause/", pauses.pause, name="pause"),
    path("answers/<int:pk>/resumption/", pauses.resumption, name="resumption"),
    path("answers/<int:pk>/interim/", interims.interim, name="interim"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:number>/", proposals.one_proposal, name="proposal"),
    path("proposals/<int:number>/category/", moderation.classification, name="classification"),
    path("proposals/<int:number>/standing/", moderation.standing, name="standing"),
    path("proposals/<int:number>/rescue/", moderation.rescue, name="rescue"),
    path("proposals/<int:number>/merger/", mergers.merger, name="merger"),
    path("mergers/<int:pk>/undoing/", mergers.merger_undoing, name="merger_undoing"),
    path("proposals/<int:number>/progress/", progress.progress, name="progress"),
    path("comments/<int:pk>/standing/", moderation.comment_standing, name="comment_standing"),
    path("categories/", categories.categories, name="categories"),
    path("categories/new/", categories.new_category, name="new_category"),
    path("categories/<int:pk>/", categories.category, name="category"),
    path("categories/<int:pk>/place/", categories.category_place, name="category_place"),
    path("closures/", closures.closures, name="closures"),
    path("closures/<int:pk>/removal/", closures.closure_removal, name="closure_removal"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("confirmations/<int:person>/", confirmations.confirmation, name="confirmation"),
    path("confirmations/<int:pk>/end/", confirmations.confirmation_end, name="confirmation_end"),
    path("settings/", settings.settings, name="settings"),
    path("settings/replies/", settings.replies, name="reply_choice"),
    path("export/proposals.csv", export.proposals_csv, name="proposals_csv"),
    *decisions_urlpatterns,
    *rules_urlpatterns,
    *simulator_urlpatterns,
    *staff_urlpatterns,
    *abuse_urlpatterns,
    *addresses_urlpatterns,
    *agenda_urlpatterns,
    *ballots_urlpatterns,
    *ledger_urlpatterns,
    *comparison_urlpatterns,
    *content_urlpatterns,
    *debates_urlpatterns,
    *efficacy_urlpatterns,
    *execution_urlpatterns,
    *gatherings_urlpatterns,
    *guide_urlpatterns,
    *identity_urlpatterns,
    *leaving_urlpatterns,
    *moderation_urlpatterns,
    *notices_urlpatterns,
    *paper_urlpatterns,
    *privacy_urlpatterns,
    *questions_urlpatterns,
    *results_urlpatterns,
    *visits_urlpatterns,
    *wording_urlpatterns,
]
