from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "civic.notifications"
    label = "notifications"

    def ready(self) -> None:
        from civic.notifications import (  # noqa: F401  (register themselves)
            abuse_news,
            ballot_news,
            bills,
            debate_news,
            gatherings,
            house,
            listeners,
            moderation_news,
            naming,
            questions,
            results,
            visits,
        )
