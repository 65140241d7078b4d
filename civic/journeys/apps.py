from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "civic.journeys"
    label = "journeys"
