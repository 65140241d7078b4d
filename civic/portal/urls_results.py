from django.urls import URLPattern, path

from civic.portal import results, results_files

_ONE = "results/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("results/", results.results, name="results"),
    path(_ONE, results.result, name="result"),
    path(f"{_ONE}versions/<int:number>/", results.result_version, name="result_version"),
    path(f"{_ONE}versions/<int:number>/differences/", results.result_difference, name="result_difference"),
    path(f"{_ONE}versions/<int:number>/report.pdf", results_files.result_pdf, name="result_pdf"),
    path(f"{_ONE}versions/<int:number>/numbers.csv", results_files.result_numbers, name="result_numbers"),
    path(f"{_ONE}versions/<int:number>/report.xlsx", results_files.result_xlsx, name="result_xlsx"),
    path(f"{_ONE}opinions.csv", results_files.result_opinions, name="result_opinions"),
]
