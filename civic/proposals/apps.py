from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "civic.proposals"
    label = "proposals"
