"""`manage.py reapply_erasures`, after a backup was restored."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.closing.erasing import erase_again, unfinished


class Command(BaseCommand):
    help = "Erases again every institution that has a certificate and came back with a backup; finishes the others."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{erase_again()} institutions erased again.")
        for certificate in unfinished():
            self.stdout.write(f"Not complete: {certificate.number} {certificate.document.get('left')}")
