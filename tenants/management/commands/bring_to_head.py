"""`manage.py bring_to_head`: every schema to the code's migrations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from tenants.context import public
from tenants.migrations_across.bring import bring_to_head, missing_in_public
from tenants.migrations_across.one_schema import NotAtomic
from tenants.migrations_across.plan import Plan, plan_for_institutions
from tenants.migrations_across.records import Ring
from tenants.migrations_across.rehearsing import AlreadyRehearsing, rehearse
from tenants.migrations_across.rings import in_rings
from tenants.provisioning.blueprint.catalog import BlueprintError
from tenants.provisioning.blueprint.store import is_at_head


class Command(BaseCommand):
    help = "Brings the public schema, the blueprint and every institution's schema to the code's migrations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parallel", type=int, default=2, help="How many schemas at a time (default 2).")
        parser.add_argument(
            "--through",
            choices=[ring.name.lower() for ring in Ring],
            default=Ring.REST.name.lower(),
            help="The last ring to enter: template, volunteers, rest (default).",
        )
        parser.add_argument(
            "--go-on", action="store_true", help="Bring the others to head although one has failed."
        )
        parser.add_argument("--only-public", action="store_true", help="Stop after the public schema.")
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; exit 1 when something is behind."
        )
        parser.add_argument(
            "--plan",
            action="store_true",
            help="Change nothing; list what would be done, who would wait for it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"] or options["plan"]:
            self.look(options)
            return
        say = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            report = bring_to_head(
                parallel=options["parallel"],
                only_public=options["only_public"],
                through=Ring[options["through"].upper()],
                go_on=options["go_on"],
                say=say,
            )
        except (BlueprintError, NotAtomic) as error:
            raise CommandError(str(error)) from error
        for name in report.ahead:
            self.stderr.write(f"{name} is ahead of this code: it has migrations unknown here.")
        for failure in report.failures:
            self.stderr.write(f"{failure.schema_name} failed and stayed as it was: {failure.error}")
        if options["verbosity"]:
            kept = "rebuilt" if report.blueprint_rebuilt else "at head"
            done = f"{report.brought} of {report.schemas} institutions brought to head"
            self.stdout.write(f"public: {len(report.public)} applied; blueprint: {kept}; {done}.")
        if report.untouched:
            self.stdout.write(f"{report.untouched} were left as they are. Run again to go on.")
        if report.failures:
            raise CommandError(f"{len(report.failures)} institutions could not be brought to head.")

    def look(self, options: dict[str, Any]) -> None:
        with public():
            missing = missing_in_public()
            # The question to all schemas is itself a function that public's migrations bring.
            is_new = any(name.startswith("tenants.") for name in missing)
            plan = Plan(0, (), ()) if is_new or options["only_public"] else plan_for_institutions()
            stale = is_new or not is_at_head()
        self.list("public", missing)
        if stale and not options["only_public"]:
            self.stdout.write("blueprint: to be rebuilt")
        for ring, ones in in_rings(plan.behind).items() if plan.behind else ():
            for one in ones:
                self.list(f"{one.institution.schema_name} ({ring.name.lower()})", list(one.missing))
        if options["plan"]:
            self.rehearse(plan, options["parallel"])
        behind = bool(missing or plan.behind or (stale and not options["only_public"]))
        if not behind:
            self.stdout.write("Everything is at head.")
        elif options["check"]:
            raise SystemExit(1)

    def rehearse(self, plan: Plan, parallel: int) -> None:
        try:
            for rehearsal in rehearse(plan.behind):
                self.stdout.write("\n".join(rehearsal.told(parallel)))
        except (DatabaseError, BlueprintError, NotAtomic, AlreadyRehearsing) as error:
            self.stdout.write(f"Tried in an empty likeness, it fails: {error}")

    def list(self, schema_name: str, missing: list[str]) -> None:
        if missing:
            self.stdout.write(f"{schema_name}: {', '.join(missing)}")
