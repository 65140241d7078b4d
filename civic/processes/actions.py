"""Publishing rules."""

from datetime import datetime
from typing import Any

from django.db import transaction

from civic.processes.document import parse_rules
from civic.processes.models import Process, ProcessVersion, digest_of
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def publish_rules(
    *,
    process: Process,
    document: dict[str, Any],
    reason: str,
    by: User | None,
    at: datetime,
    preset: str = "",
) -> ProcessVersion:
    """Publish `document` as the next version. What began earlier keeps the version it began under.

    Raises RulesError when the document is not a set of rules.
    """
    parse_rules(document)
    locked = Process.objects.select_for_update().get(pk=process.pk)
    last = (
        ProcessVersion.objects.filter(process=locked)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    version = ProcessVersion.objects.create(
        process=locked,
        number=(last or 0) + 1,
        document=document,
        digest=digest_of(document),
        reason=reason,
        published_at=at,
        published_by=by,
        preset=preset,
    )
    locked.current_version = version
    locked.save(update_fields=["current_version"])
    record("processes.rules.published", version, at=at, actor=by, number=version.number)
    return version
