from django.apps import AppConfig


class OutboundConfig(AppConfig):
    name = "platform_core.outbound"
    label = "outbound"
