from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "platform_core.access"
    label = "access"
