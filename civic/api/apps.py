from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "civic.api"
    label = "api"

    def ready(self) -> None:
        from civic.api import openapi  # noqa: F401  (registers itself)
