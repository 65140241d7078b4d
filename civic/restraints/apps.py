from django.apps import AppConfig


class RestraintsConfig(AppConfig):
    name = "civic.restraints"
    label = "restraints"
