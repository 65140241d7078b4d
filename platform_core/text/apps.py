from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "platform_core.text"
    label = "text"
