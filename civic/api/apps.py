from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "civic.api"
    label = "api"

    def ready(self) -> None:
        from civic.api import listeners, openapi  # noqa: F401  (register themselves)
