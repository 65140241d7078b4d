from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "tenants.moving"
    label = "moving"
