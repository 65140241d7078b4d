"""What this room contributes when an institution opens: its first published rules."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from civic.processes.actions import publish_rules
from civic.processes.designing import document_of
from civic.processes.document import parse_rules
from civic.processes.kinds import BEGUN_BY_CITIZENS
from civic.processes.linting.plans import is_promised, rooms_of
from civic.processes.models import Process
from civic.processes.presets import preset, preset_keys
from civic.processes.queries import PROPOSALS
from tenants.context import institution_context
from tenants.models import Institution
from tenants.provisioning.allowance import Need
from tenants.provisioning.order import InstitutionOrder

DEFAULT_PRESET = "seoul_like"


def publish_default_rules(institution: Institution) -> None:
    """Publish the ordered preset as version 1, once."""
    chosen = preset(institution.order.get("process_preset") or DEFAULT_PRESET)
    with institution_context(institution), transaction.atomic(), override(institution.default_language):
        process, _made = Process.objects.get_or_create(
            key=PROPOSALS, defaults={"name": str(chosen.track.label), "track": chosen.track}
        )
        if process.current_version_id is None:
            publish_rules(
                process=process,
                document=chosen.document,
                reason=_("First rules, from the preset “%(source)s”") % {"source": chosen.source},
                preset=chosen.key,
                by=None,
                at=timezone.now(),
            )


def needs(order: InstitutionOrder) -> list[Need]:
    """Rooms of a plan that the stages of the ordered rules need."""
    rows = order.design.get("processes")
    if rows is None:
        chosen = preset(order.process_preset or DEFAULT_PRESET)
        return _needed(chosen.document, "process_preset", str(chosen.name))
    found: list[Need] = []
    for row in rows:
        found += _needed(document_of(row), "design", row["name"])
    return found


def _needed(document: dict[str, Any], field: str, what: str) -> list[Need]:
    return [
        Need(field, what, room, is_promised(stage))
        for stage in parse_rules(document).stages
        for room in rooms_of(stage)
    ]


def choices() -> dict[str, list[tuple[str, str]]]:
    """What an order form offers: what citizens can begin with. The rest is opened in the desk."""
    begun_by_citizens = [one for one in map(preset, preset_keys()) if one.track in BEGUN_BY_CITIZENS]
    return {"process_preset": [(one.key, one.name) for one in begun_by_citizens]}
