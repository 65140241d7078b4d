"""`manage.py list_institutions`"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import F, Q

from tenants.context import public
from tenants.models import Institution


class Command(BaseCommand):
    help = "Lists institutions: standing, primary host, schema, name."

    def handle(self, *args: Any, **options: Any) -> None:
        with public():
            primary = Institution.objects.filter(Q(domains__is_primary=True) | Q(domains=None))
            found = list(primary.annotate(host=F("domains__domain")).order_by("host"))
        for institution in found:
            self.stdout.write(
                f"{institution.get_standing_display()!s:10} {institution.host or '-':30} "
                f"{institution.schema_name}  {institution.name}"
            )
