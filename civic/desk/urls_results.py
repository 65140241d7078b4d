from django.urls import URLPattern, path

from civic.desk.views import results, results_publication, results_quotes

_ONE = "results/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("results/", results.reports, name="reports"),
    path("results/debates/<int:debate>/report/", results.report_beginning, name="report_beginning"),
    path(_ONE, results.report, name="report"),
    path(f"{_ONE}generation/", results.report_generation, name="report_generation"),
    path(f"{_ONE}parts/<slug:part>/", results.report_part, name="report_part"),
    path(f"{_ONE}quotes/", results_quotes.report_quotes, name="report_quotes"),
    path(f"{_ONE}quotes/<int:opinion>/", results_quotes.report_quote, name="report_quote"),
    path(f"{_ONE}preview/", results_publication.report_preview, name="report_preview"),
    path(f"{_ONE}publication/", results_publication.report_publication, name="report_publication"),
    path(f"{_ONE}versions/<int:number>/file/", results_publication.report_file, name="report_file"),
]
