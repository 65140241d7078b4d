from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "civic.guide"
    label = "guide"
