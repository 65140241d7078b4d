from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "civic.content"
    label = "content"
