from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.i18n.catalogue import compile_catalogues


class Command(BaseCommand):
    help = "Compile the catalogues that changed, without GNU gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="Compile unchanged ones too.")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues(force=options["force"]):
            self.stdout.write(f"compiled {path.parent.parent.name}")
