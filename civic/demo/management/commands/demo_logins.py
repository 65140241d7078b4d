"""`manage.py demo_logins`: addresses and log-ins of the demo, and the operator's code of this moment."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from civic.demo.cast import PASSWORD
from civic.demo.logins import OPERATOR, logins, operator_code
from civic.demo.stories import SUBDOMAINS, example


class Command(BaseCommand):
    help = "Print where the demo is and who one can be there."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for subdomain in SUBDOMAINS:
            self.stdout.write(f"\n  {example(subdomain).who['name']:<12} {_address(subdomain)}")
            for login in logins():
                if login.place == subdomain:
                    self.stdout.write(f"    {login.role:<14} {login.email}")
        self.stdout.write(f"\n  {'Operator':<12} {_address('console')}")
        self.stdout.write(f"    {'operator':<14} {OPERATOR}   code now: {operator_code()}")
        self.stdout.write("    (a new code every 30 seconds: deploy/bin/manage demo_logins)")
        self.stdout.write(f"\n  Everybody's password: {PASSWORD}\n")


def _address(subdomain: str) -> str:
    return f"{settings.PUBLIC_SCHEME}://{subdomain}.{settings.BASE_DOMAIN}/"
