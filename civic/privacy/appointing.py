"""Naming the privacy officer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from civic.privacy.models import Officer
from civic.privacy.officers import whose
from civic.privacy.rules import may_name_officer
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record

NAMED = "privacy.officer.named"


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    title: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""
    account: User | None = None


@transaction.atomic
def name_officer(*, said: Said, by: User, at: datetime) -> bool:
    """Replaces whoever stood there. False when nothing is different. Raises Refused."""
    require(may_name_officer(by))
    wanted = {
        "name": said.name,
        "title": said.title,
        "department": said.department,
        "phone": said.phone,
        "email": said.email,
        "account_id": said.account.pk if said.account else None,
    }
    if Officer.objects.filter(**wanted).exists():
        return False
    Officer.objects.update_or_create(is_here=True, defaults={**wanted, "changed_at": at, "changed_by": by})
    record(NAMED, None, at=at, actor=by)
    transaction.on_commit(whose.forget_here)
    return True
