"""Where a deed came from is noted for a short time, as keyed hashes: see civic/abuse/noting.py."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

from civic.abuse.noting import note_deed
from civic.processes.kinds import Deed


def note(request: HttpRequest, deed: Deed, item: int) -> None:
    """After somebody who is signed in has done it."""
    address = str(get_adapter(request).get_client_ip(request))
    note_deed(deed=deed, item=item, person=request.user.pk, address=address, at=timezone.now())  # type: ignore[arg-type]
