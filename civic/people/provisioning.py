"""What this room contributes when an institution opens: the letter to its first administrator."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from civic.people import actions
from civic.people.models import Role
from civic.people.queries import administrators, open_invitations
from tenants.context import institution_context


def invite_first_administrator(institution: Any) -> None:
    """Idempotent: nothing happens once there is an administrator or a standing invitation to the address.

    Reads `institution.order["administrator_email"]`; an order without it (the demo makes its own people)
    invites nobody.
    """
    email = str(institution.order.get("administrator_email") or "").strip().lower()
    if not email:
        return
    at = timezone.now()
    with institution_context(institution):
        waiting = open_invitations(at).filter(email=email, role=Role.ADMINISTRATOR).exists()
        if not waiting and not administrators().exists():
            actions.invite_first_administrator(email=email, at=at)


def invite_trainer(institution: Any, *, email: str, at: datetime) -> None:
    """Into a training copy, where the people who are administrators by their rows are made up and cannot come in."""
    with institution_context(institution):
        actions.invite_first_administrator(email=email, at=at)
