from django.apps import AppConfig


class ExecutionConfig(AppConfig):
    name = "civic.execution"
    label = "execution"
