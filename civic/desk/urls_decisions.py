"""/desk/: what waits for a decision, deciding it, and why somebody may not."""

from django.urls import URLPattern, path

from civic.desk.views import decisions, explaining

urlpatterns: list[URLPattern] = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("proposals/<int:number>/decision/", decisions.decision, name="decision"),
    path("proposals/<int:number>/result/", decisions.result, name="result"),
    path("proposals/<int:number>/move/", decisions.hand_move, name="hand_move"),
    path("why/", explaining.explain, name="explain"),
]
