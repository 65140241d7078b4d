from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "civic.gatherings"
    label = "gatherings"
