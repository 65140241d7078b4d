from django.apps import AppConfig


class EfficacyConfig(AppConfig):
    name = "civic.efficacy"
    label = "efficacy"
