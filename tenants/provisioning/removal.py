"""Taking an institution away: its schema, its rows, its files."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tenants.context import public
from tenants.models import Institution
from tenants.provisioning.blueprint.opening import check_schema_name, drop_schema
from tenants.queries import forget_hosts


def remove_everything(institution: Institution) -> None:
    """Schema and rows go in one transaction; files after it, so that a failure loses none."""
    folder = Path(settings.MEDIA_ROOT) / check_schema_name(institution.schema_name)
    with public(), transaction.atomic():
        drop_schema(institution.schema_name)
        for forget in settings.FORGOTTEN_WITH_AN_INSTITUTION:
            import_string(forget)(institution)
        Institution.objects.filter(pk=institution.pk).delete()
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
        transaction.on_commit(forget_hosts)
