"""`manage.py apply_blueprint haneul.localhost city.toml --diff`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from platform_core.access import Refused
from tenants.designs.actions import apply_design, differences
from tenants.management.progress import design_in, institution_living_at


class Command(BaseCommand):
    help = "Brings an institution to a blueprint: only what differs, and nothing is taken away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("blueprint", help="A file, or the name of one that comes with the platform.")
        parser.add_argument("--diff", action="store_true", help="Say what differs, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        design = design_in(options["blueprint"])
        if options["diff"]:
            for change in differences(institution, design):
                self.stdout.write(f"{'will' if change.make else 'left':5} {change.sentence}")
            return
        try:
            applied = apply_design(institution=institution, design=design, at=timezone.now())
        except Refused as refusal:
            raise CommandError(f"{refusal.verdict.sentence} {refusal.verdict.what_next}") from refusal
        for word, sentences in (("done", applied.done), ("left", applied.left)):
            for sentence in sentences:
                self.stdout.write(f"{word:5} {sentence}")
        if not applied.done and not applied.left:
            self.stdout.write("Nothing differs.")
