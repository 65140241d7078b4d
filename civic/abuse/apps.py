from django.apps import AppConfig


class AbuseConfig(AppConfig):
    name = "civic.abuse"
    label = "abuse"
