"""`manage.py make_static_site haneul.localhost [--names shown] [--go-on]`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from platform_core.access import Refused
from tenants.closing.making import ask_for_site, go_on, make_on
from tenants.closing.models import AddressState, SiteArchive, SiteState
from tenants.closing.places import site_folder
from tenants.context import public
from tenants.management.progress import institution_living_at

STRETCH = 5.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = "Makes the static site of a read-only institution here and now, without a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--names", choices=["masked", "shown"], default="masked")
        parser.add_argument("--go-on", action="store_true", help="Go on where it stopped.")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        now = timezone.now()
        try:
            if not (options["go_on"] and go_on(institution=institution, at=now)):
                ask_for_site(institution=institution, masks_names=options["names"] == "masked", at=now)
        except Refused as refusal:
            raise CommandError(str(refusal.verdict.sentence)) from refusal
        while make_on(institution=institution, now=timezone.now, seconds=STRETCH):
            with public():
                waiting = SiteArchive.objects.get(institution=institution).addresses
                left = waiting.filter(state=AddressState.WAITING).count()
            self.stdout.write(f"{left} addresses found and not read yet")
        with public():
            made = SiteArchive.objects.get(institution=institution)
        if made.state != SiteState.DONE:
            raise CommandError(made.error or "Somebody else is making it at this moment.")
        self.stdout.write(f"{made.files} files, {made.size} bytes: {site_folder(institution)}")
