from django.apps import AppConfig


class DebatesConfig(AppConfig):
    name = "civic.debates"
    label = "debates"
