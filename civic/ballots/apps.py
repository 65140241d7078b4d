from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "civic.ballots"
    label = "ballots"
