from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "tenants.closing"
    label = "closing"
