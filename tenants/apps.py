from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Institutions"

    def ready(self) -> None:
        from tenants.guard import stand_guard

        stand_guard()
