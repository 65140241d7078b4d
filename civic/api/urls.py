"""/api/v1/"""

from django.urls import path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView

from civic.api import (
    agenda_views,
    ballot_views,
    debate_views,
    effect_views,
    execution_views,
    process_views,
    report_views,
    views,
)

app_name = "api"
urlpatterns = [
    path(
        "openapi.json",
        SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer], urlconf="civic.api.document_urls"),
        name="openapi",
    ),
    path("proposals/", views.ProposalList.as_view(), name="proposals"),
    path("proposals/<int:number>/", views.ProposalDetail.as_view(), name="proposal"),
    path("proposals/<int:number>/execution/", execution_views.ProposalExecution.as_view(), name="execution"),
    path("proposals/<int:number>/support/", views.ProposalSupport.as_view(), name="support"),
    path("votes/", ballot_views.BallotList.as_view(), name="ballots"),
    path("votes/<int:number>/", ballot_views.BallotDetail.as_view(), name="ballot"),
    path("votes/<int:number>/paper/", ballot_views.BallotPaper.as_view(), name="ballot_paper"),
    path("debates/", debate_views.DebateList.as_view(), name="debates"),
    path("debates/<int:number>/", debate_views.DebateDetail.as_view(), name="debate"),
    path("debates/<int:number>/opinions/", debate_views.DebateOpinions.as_view(), name="debate_opinions"),
    path("agenda/committees/", agenda_views.CommitteeList.as_view(), name="committees"),
    path("agenda/committees/<int:number>/", agenda_views.CommitteeDetail.as_view(), name="committee"),
    path("agenda/calls/", agenda_views.CallList.as_view(), name="calls"),
    path("agenda/calls/<int:number>/", agenda_views.CallDetail.as_view(), name="call"),
    path("agenda/meetings/", agenda_views.MeetingList.as_view(), name="meetings"),
    path("agenda/meetings/<int:number>/", agenda_views.MeetingDetail.as_view(), name="meeting"),
    path("agenda/candidates/", agenda_views.CandidateList.as_view(), name="candidates"),
    path("agenda/candidates/<int:number>/", agenda_views.CandidateDetail.as_view(), name="candidate"),
    path("processes/", process_views.ProcessList.as_view(), name="processes"),
    path(
        "processes/<slug:key>/versions/<int:number>/",
        process_views.ProcessVersionDetail.as_view(),
        name="process_version",
    ),
    path("effect/", effect_views.Effect.as_view(), name="effect"),
    path("reports/", report_views.Reports.as_view(), name="reports"),
    path("me/", views.Me.as_view(), name="me"),
]
