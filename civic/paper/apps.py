from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "civic.paper"
    label = "paper"

    def ready(self) -> None:
        from civic.paper import listeners  # noqa: F401 - registers what this room hears
