from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "civic.processes"
    label = "processes"
