from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "civic.ledger"
    label = "ledger"

    def ready(self) -> None:
        from civic.ledger import listeners  # noqa: F401 - registers who listens
