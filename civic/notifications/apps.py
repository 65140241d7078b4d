from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "civic.notifications"
    label = "notifications"

    def ready(self) -> None:
        from civic.notifications import ballot_news, debate_news, gatherings, listeners, questions, results  # noqa: F401  (register themselves)
