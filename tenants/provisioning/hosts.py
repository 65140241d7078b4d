"""Which hosts an institution may live at."""

import ipaddress
import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.context import public
from tenants.models import Hostname, OwnDomain, RetiredHostname

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Names that people, browsers or mail servers take for the platform itself.
RESERVED = frozenset(
    "www www1 www2 web console admin administrator operator api app apps static assets media files cdn img "
    "mail email smtp imap pop pop3 webmail mx ns ns1 ns2 dns ftp sftp ssh vpn proxy gateway autoconfig "
    "autodiscover wpad isatap localhost local internal intranet public private blueprint template test demo "
    "staging dev beta status health metrics monitor sentry grafana docs help support security abuse postmaster "
    "hostmaster webmaster root system billing pay payment account accounts login signin signup auth sso oauth "
    "id identity register password verify secure madang platform".split()
)
# What is read as something else at a glance, one after the other; hyphens are not seen at all.
LOOK_ALIKE = (
    ("-", ""),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("8", "b"),
    ("rn", "m"),
    ("nn", "m"),
    ("vv", "w"),
    ("cl", "d"),
)
# A host that led somewhere for years is in letters and bookmarks: it rests before anybody else gets it.
REST = timedelta(days=30)


def fault_of_host(host: str) -> Any | None:
    """Why `host` cannot be given to a new institution, or None. Reads the public schema."""
    if fault := fault_of_form(host):
        return fault
    first, _dot, parent = host.partition(".")
    if parent == settings.BASE_HOST and (
        first in RESERVED or look_of(first) in {look_of(name) for name in RESERVED}
    ):
        return _("This name is reserved.")
    if host in (settings.BASE_HOST, settings.CONSOLE_HOST):
        return _("This name is reserved.")
    if host.endswith("." + settings.BASE_HOST) and "." in host.removesuffix("." + settings.BASE_HOST):
        return _("Only one name in front of %s, without a dot.") % settings.BASE_HOST
    return fault_of_neighbours(host)


def fault_of_form(host: str) -> Any | None:
    """Why `host` is no name that can be served, or None."""
    if not host:
        return _("This cannot be empty.")
    labels = host.split(".")
    if not host.isascii() and host.replace(".", "").replace("-", "").isalnum():
        # 하늘시.kr is written xn--… on the wire, and nobody can read that in a letter.
        return _("Write it in Latin letters, as it sounds: haneul for 하늘.")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        return (
            _("A host has lower-case letters a to z, digits, hyphens and dots: haneul.%s.")
            % settings.BASE_HOST
        )
    if len(labels) < 2 or labels[-1].isdigit() or _is_address(host):
        return _("A full host is needed: haneul.%s.") % settings.BASE_HOST
    if any(label.startswith("xn--") or label[2:4] == "--" for label in labels):
        return _("Encoded international names are not accepted: they can look like somebody else's.")
    return None


def fault_of_neighbours(host: str) -> Any | None:
    """Whether somebody has it, had it until recently, or has one that looks like it. Reads the public schema."""
    with public():
        # Every standing counts: a suspended institution's host is not free. Nor is a name that somebody proves.
        taken = set(Hostname.objects.values_list("domain", flat=True))
        taken |= set(OwnDomain.objects.exclude(proven_at=None).values_list("domain", flat=True))
        since = timezone.now() - REST
        resting = set(RetiredHostname.objects.filter(retired_at__gt=since).values_list("domain", flat=True))
    if host in taken:
        return _("This host is taken.")
    if host in resting:
        return _("This host belonged to an institution until recently and rests for 30 days.")
    look = look_of(host)
    if twin := min((other for other in taken | resting if look_of(other) == look), default=None):
        return _("This is too easily mistaken for %s.") % twin
    return None


def look_of(host: str) -> str:
    """What is left of a host at a glance."""
    for seen, as_if in LOOK_ALIKE:
        host = host.replace(seen, as_if)
    return host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
