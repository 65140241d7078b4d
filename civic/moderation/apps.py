from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "civic.moderation"
    label = "moderation"

    def ready(self) -> None:
        from civic.moderation import listeners  # noqa: F401 - hears who left
