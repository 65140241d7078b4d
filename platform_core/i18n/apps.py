from django.apps import AppConfig


class TranslationToolsConfig(AppConfig):
    name = "platform_core.i18n"
    label = "i18n_tools"

    def ready(self) -> None:
        from platform_core.i18n.spoken import speak

        speak()
