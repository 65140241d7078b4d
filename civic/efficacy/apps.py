from django.apps import AppConfig


class EfficacyConfig(AppConfig):
    name = "civic.efficacy"
    label = "efficacy"

    def ready(self) -> None:
        from civic.efficacy import listeners  # noqa: F401  (registers itself)
