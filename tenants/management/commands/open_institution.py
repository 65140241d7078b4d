"""`manage.py open_institution 하늘시 haneul.localhost --administrator-email …`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.designs.file import Design
from tenants.designs.ordering import order_from
from tenants.management.progress import announce_to, design_in
from tenants.models import Kind
from tenants.provisioning.placing import OrderRefused
from tenants.provisioning.run import StepFailed, open_institution


class Command(BaseCommand):
    help = "Orders an institution and opens it: schema, rules, theme, first administrator, host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("host", help="Full host, for example haneul.localhost")
        parser.add_argument("--administrator-email", required=True)
        parser.add_argument("--administrator-name", default="")
        parser.add_argument("--blueprint", default="", help="A file, or the name of one that comes along.")
        parser.add_argument("--kind", default="", choices=["", *Kind.values])
        parser.add_argument("--languages", default="", help="Comma-separated, the default one first.")
        parser.add_argument("--time-zone", default="")
        parser.add_argument("--country", default="", help="Whose public holidays count.")
        parser.add_argument("--process-preset", default="")
        parser.add_argument("--theme", default="")
        parser.add_argument("--plan", default="")
        parser.add_argument("--tagline", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        design = design_in(options["blueprint"]) if options["blueprint"] else Design()
        order = order_from(
            design,
            languages=tuple(word.strip() for word in options["languages"].split(",") if word.strip()),
            **{name: options[name] for name in ORDERED},
        )
        announce = announce_to(self.stdout)
        try:
            institution = open_institution(order=order, at=timezone.now(), announce=announce)
        except OrderRefused as refusal:
            listed = "\n".join(f"  {name}: {sentence}" for name, sentence in refusal.errors.items())
            raise CommandError(f"The order cannot be placed:\n{listed}") from refusal
        except StepFailed as failure:
            raise CommandError(
                f"{failure}\nThe institution stays in preparation. When the cause is cured: "
                f"resume_institution {order.host}"
            ) from failure
        self.stdout.write(f"{institution.name} is open at {institution.address()}")


ORDERED = (
    "name",
    "host",
    "administrator_email",
    "administrator_name",
    "kind",
    "time_zone",
    "country",
    "process_preset",
    "theme",
    "plan",
    "tagline",
)
