from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "civic.paper"
    label = "paper"
