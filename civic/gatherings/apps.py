from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "civic.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from civic.gatherings import listeners  # noqa: F401  (registers itself)
