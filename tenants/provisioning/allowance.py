"""What is ordered, asked against the plan it is ordered on: rooms say what they need, the office what the plan holds.

The ground floor may not import the rooms above it: each module of settings.PROVISIONING_STEPS may have a function
`needs(order) -> list[Need]`, and one of them `holds(order) -> entitlements`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.entitlements import entitled
from tenants.models import Institution

if TYPE_CHECKING:
    from tenants.provisioning.order import InstitutionOrder


@dataclass(frozen=True, slots=True)
class Need:
    """`what` (a name) needs `feature` of the plan; `field` of the order is where somebody can change it.

    What is not `promised` by itself is a caution only: people are asked when they begin it (decision 20).
    """

    field: str
    what: str
    feature: str
    is_promised: bool = True


def asked_of_plan(order: "InstitutionOrder") -> tuple[dict[str, str], dict[str, str]]:
    """Faults and cautions by field of the order, a sentence each. Reads the public schema."""
    faults: dict[str, str] = {}
    cautions: dict[str, str] = {}
    needs = [need for ask in _offered("needs") for need in ask(order)]
    if needs:
        held = Institution(
            entitlements={key: value for ask in _offered("holds") for key, value in ask(order).items()}
        )
        for need in needs:
            if (may := entitled(held, need.feature)).allowed:
                continue
            said = _("“%(what)s”: %(sentence)s Choose other rules or a larger plan.") % {
                "what": need.what,
                "sentence": may.sentence,
            }
            (faults if need.is_promised else cautions).setdefault(need.field, said)
    return faults, cautions


def _offered(name: str) -> Iterator[Any]:
    for module in dict.fromkeys(path.rpartition(".")[0] for path in settings.PROVISIONING_STEPS):
        if (ask := getattr(import_module(module), name, None)) is not None:
            yield ask
