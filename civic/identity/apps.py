from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "civic.identity"
    label = "identity"

    def ready(self) -> None:
        from civic.identity import listeners  # noqa: F401 - hears what happened
