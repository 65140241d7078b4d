from django.apps import AppConfig


class DebatesConfig(AppConfig):
    name = "civic.debates"
    label = "debates"

    def ready(self) -> None:
        from civic.debates import live  # noqa: F401 - thresholds of items ask it
