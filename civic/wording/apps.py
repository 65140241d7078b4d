from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "civic.wording"
    label = "wording"
