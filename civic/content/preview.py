"""Links to drafts: signed, for one institution, and for some days only."""

from datetime import timedelta

from django.core import signing

from civic.content.models import Arrangement
from platform_core.access.place import schema_here

LASTS = timedelta(days=3)


def preview_token(arrangement: Arrangement) -> str:
    return signing.dumps(arrangement.pk, salt=_salt())


def arrangement_behind(token: str) -> Arrangement | None:
    """None for a link that has run out, was made up or belongs to another institution."""
    try:
        pk = signing.loads(token, salt=_salt(), max_age=LASTS)
    except signing.BadSignature:
        return None
    return Arrangement.objects.filter(pk=pk, removed_at=None).first()


def _salt() -> str:
    """The institution is part of the salt: a neighbour's number opens nothing here."""
    return f"content.preview:{schema_here()}"
