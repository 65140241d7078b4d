from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "civic.moderation"
    label = "moderation"
