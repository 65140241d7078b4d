"""`manage.py check_certificate NUMBER`"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from tenants.closing.certificates import check, words_of
from tenants.closing.models import ErasureCertificate
from tenants.context import public
from tenants.moving.refusal import CannotMove


class Command(BaseCommand):
    help = "Prints a certificate of erasure, and says whether its signature is right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        with public():
            found = ErasureCertificate.objects.filter(number=options["number"]).first()
        if found is None:
            raise CommandError("There is no such certificate.")
        self.stdout.write(words_of(found).decode())
        if not found.signature:
            raise CommandError(f"Not signed: something still names it: {found.document.get('left')}")
        try:
            self.stdout.write(f"Signed with {check(found)}")
        except CannotMove as wrong:
            raise CommandError(str(wrong)) from wrong
