from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, tokens and icons: everything every door looks like."""

    name = "platform_core.ui"
    label = "ui"
