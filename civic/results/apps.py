from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "civic.results"
    label = "results"
