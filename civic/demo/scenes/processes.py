"""A process beside the first one, from a preset, open long before its first story."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset
from platform_core.accounts.models import User


def published_process(told: dict[str, Any], by: User, began: datetime, *, position: int) -> Process:
    document = deepcopy(preset(told["preset"]).document)
    process = Process.objects.create(
        key=told["key"],
        name=told["name"],
        summary=told["summary"],
        track=document["track"],
        position=position,
    )
    publish_rules(process=process, document=document, reason=told["reason"], by=by, at=began)
    process.refresh_from_db()
    return process
