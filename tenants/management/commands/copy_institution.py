"""`manage.py copy_institution haneul.localhost training-haneul.localhost --trainer teacher@haneul.example`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.management.moving import institution_named
from tenants.moving.classified import Unclassified
from tenants.moving.copying import TrainingOrder, copy_for_training
from tenants.moving.refusal import CannotMove


class Command(BaseCommand):
    help = "Makes a training copy: the same place with made-up people, from which no letter leaves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host", help="One of the institution's hosts, or its schema.")
        parser.add_argument("training_host")
        parser.add_argument(
            "--trainer", required=True, help="Invited as administrator; the only one who gets letters."
        )
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_named(options["host"])
        order = TrainingOrder(options["training_host"], options["trainer"], options["name"])
        try:
            copy = copy_for_training(institution=institution, order=order, at=timezone.now())
        except (CannotMove, Unclassified) as refusal:
            raise CommandError(f"{refusal} Nothing was kept.") from refusal
        self.stdout.write(f"{copy.name} is at {copy.address()} ({copy.schema_name})")
