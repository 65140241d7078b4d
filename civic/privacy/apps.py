from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "civic.privacy"
    label = "privacy"
