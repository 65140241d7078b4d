from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "civic.journeys"
    label = "journeys"

    def ready(self) -> None:
        from civic.journeys import farewell  # noqa: F401  (registers itself)
