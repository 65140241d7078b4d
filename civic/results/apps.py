from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "civic.results"
    label = "results"

    def ready(self) -> None:
        from civic.results import listeners  # noqa: F401  (registers itself)
