from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "civic.agenda"
    label = "agenda"

    def ready(self) -> None:
        from civic.agenda import listeners  # noqa: F401  (registers itself)
