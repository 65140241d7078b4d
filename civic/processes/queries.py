"""Rules by version, remembered: a published version never changes."""

from functools import lru_cache

from civic.processes.document import Rules
from civic.processes.models import Process, ProcessVersion
from tenants.connection import connection

PROPOSALS = "proposals"


def rules_of(version_id: int) -> Rules:
    """The rules of a version of the institution at hand. Raises ProcessVersion.DoesNotExist."""
    # The schema is part of the key: ids repeat from one institution to the next.
    return _rules_of(connection.schema_name, version_id)


@lru_cache(maxsize=4096)
def _rules_of(schema_name: str, version_id: int) -> Rules:
    return ProcessVersion.objects.get(pk=version_id).rules


def current_rules(process_key: str = PROPOSALS) -> Rules:
    """Of current_version(), by its number alone: the rules themselves are remembered. Raises as it does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_version_id FROM processes_process WHERE key = %s", [process_key])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return current_version(process_key).rules  # which says what is missing
    return rules_of(row[0])


def current_version(process_key: str = PROPOSALS) -> ProcessVersion:
    """The version that what begins now in the process is under.

    Raises Process.DoesNotExist before provisioning, ProcessVersion.DoesNotExist before its first rules.
    """
    process = Process.objects.select_related("current_version").get(key=process_key)
    if process.current_version is None:
        raise ProcessVersion.DoesNotExist("No rules have been published yet.")
    return process.current_version
