"""What the commands about one institution share."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError

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
