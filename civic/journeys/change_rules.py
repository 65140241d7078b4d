"""An administrator publishes new rules: what begins from now on follows them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from civic.processes.actions import publish_rules
from civic.processes.models import Process, ProcessVersion
from civic.processes.rules import may_publish_rules
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def change_rules(
    *, process: Process, seen_number: int, document: dict[str, Any], reason: str, by: User, at: datetime
) -> ProcessVersion | None:
    """None when the version in force is no longer `seen_number`, the one the person compared with.

    Raises Refused, and RulesError when the document is not a set of rules.
    """
    require(may_publish_rules(by))
    locked = Process.objects.select_for_update().get(pk=process.pk)
    in_force = locked.versions.filter(pk=locked.current_version_id or 0).values_list("number", flat=True)
    if in_force.first() != seen_number:
        return None
    return publish_rules(process=process, document=document, reason=reason, by=by, at=at)
