from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "platform_core.documents"
    label = "documents"
