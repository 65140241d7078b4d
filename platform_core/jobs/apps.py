from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "platform_core.jobs"
    label = "jobs"

    def ready(self) -> None:
        from platform_core.jobs.metrics import listen

        listen()
