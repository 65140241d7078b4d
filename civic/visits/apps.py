from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "civic.visits"
    label = "visits"
