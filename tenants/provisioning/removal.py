"""Taking an institution away: its schema, its rows, its files."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tenants.context import public
from tenants.models import Institution
from tenants.moving.files import remove_all_of
from tenants.provisioning.blueprint.opening import check_schema_name, drop_schema
from tenants.queries import forget_hosts


def remove_everything(institution: Institution) -> None:
    """Schema and rows go in one transaction; files after it, so that a failure loses none."""
    schema = check_schema_name(institution.schema_name)
    with public(), transaction.atomic():
        drop_schema(institution.schema_name)
        for forget in settings.FORGOTTEN_WITH_AN_INSTITUTION:
            import_string(forget)(institution)
        Institution.objects.filter(pk=institution.pk).delete()
        transaction.on_commit(forget_hosts)
        transaction.on_commit(lambda: remove_all_of(schema))  # last: a bucket may not answer
