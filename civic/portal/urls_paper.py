"""/kiosk/: the tablet in the hall. /proposals/…/paper/: what came on paper, as numbers."""

from django.urls import URLPattern, path

from civic.portal import kiosk, kiosk_debates, kiosk_visits, paper_sheets

urlpatterns: list[URLPattern] = [
    path("proposals/<int:number>/paper/", paper_sheets.sheets, name="paper_sheets"),
    path("kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/proposals/", kiosk.proposals, name="kiosk_proposals"),
    path("kiosk/proposals/<int:number>/", kiosk.proposal, name="kiosk_proposal"),
    path("kiosk/proposals/<int:number>/support/", kiosk_visits.support, name="kiosk_support"),
    path("kiosk/debates/", kiosk_debates.debates, name="kiosk_debates"),
    path("kiosk/debates/<int:pk>/", kiosk_debates.debate, name="kiosk_debate"),
    path("kiosk/debates/<int:pk>/opinion/", kiosk_debates.opinion, name="kiosk_opinion"),
    path("kiosk/new/", kiosk_visits.new_proposal, name="kiosk_propose"),
    path("kiosk/visits/<uuid:key>/", kiosk_visits.visit, name="kiosk_visit"),
    path("kiosk/done/", kiosk.done, name="kiosk_done"),
    path("kiosk/end/", kiosk.end, name="kiosk_end"),
]
