"""Where a deed came from is noted for a short time, as keyed hashes: see civic/abuse/noting.py."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

from civic.abuse.models import Trail
from civic.abuse.noting import note_deed
from civic.portal.finding import me
from civic.processes.kinds import Deed
from platform_core.access.sources import Whence, whence


def note(request: HttpRequest, deed: Deed | Trail, item: int) -> None:
    """After somebody who is signed in has done it."""
    note_deed(deed=deed, item=item, person=me(request).pk, whence=whence_of(request), at=timezone.now())


def whence_of(request: HttpRequest) -> Whence:
    return whence(str(get_adapter(request).get_client_ip(request)))
