"""Where a program's deed came from, as on the pages: see civic/abuse/noting.py."""

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from platform_core.access.sources import Whence, whence


def whence_of(request: Request) -> Whence:
    return whence(BaseThrottle().get_ident(request) or "")
