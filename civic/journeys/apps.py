from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "civic.journeys"
    label = "journeys"

    def ready(self) -> None:
        from civic.journeys import ballot_folding, farewell  # noqa: F401  (register themselves)
