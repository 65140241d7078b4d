"""What the commands about one institution share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from platform_core.access import Refused
from tenants.designs.catalogue import KEYS
from tenants.designs.file import Design, DesignFaults, read_design
from tenants.designs.ordering import shipped
from tenants.models import Institution, ProvisioningStep, StepState
from tenants.queries import institution_at


def announce_to(stdout: Any) -> Callable[[ProvisioningStep], None]:
    """Print each step with its milliseconds when it has ended."""

    def announce(step: ProvisioningStep) -> None:
        if step.state == StepState.RUNNING:
            return
        milliseconds = (step.seconds or 0) * 1000
        stdout.write(f"{milliseconds:7.0f} ms  {step.get_state_display()!s:8} {step.path}")

    return announce


def institution_living_at(host: str) -> Institution:
    """Raises CommandError for a host that leads nowhere."""
    institution = institution_at(host.lower())
    if institution is None:
        raise CommandError(f"No institution lives at {host}.")
    return institution


def move(verb: Callable[..., bool], *, institution: Institution, **how: Any) -> None:
    """Raises CommandError, saying why, when it may not move there or stands there already."""
    try:
        moved = verb(institution=institution, **how)
    except Refused as refusal:
        said = f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip()
        raise CommandError(f"{institution.name}: {said}") from refusal
    if not moved:
        raise CommandError(f"{institution.name} stands there already: {institution.get_standing_display()}.")


def design_in(said: str) -> Design:
    """The file at that path, or the one of that name that comes with the platform. Raises CommandError."""
    try:
        return shipped(said) if said in KEYS else read_design(Path(said).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{said} cannot be read: {error}. Known by name: {', '.join(KEYS)}.") from error
    except DesignFaults as faults:
        raise CommandError(f"{said} is no blueprint:\n{faults}") from faults
