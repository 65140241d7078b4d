"""Until when the certificates of institutions' own hosts are good: asked of the hosts themselves, as a browser does."""

import ipaddress
import socket
import ssl
from datetime import datetime, timedelta

from cryptography import x509
from django.conf import settings
from django.db.models import F

from tenants.context import public
from tenants.models import DomainState, OwnDomain
from tenants.watching.models import Certificate

SECONDS = 4.0
PORT = 443
AGAIN_AFTER = timedelta(hours=12)


def look_at_certificates(*, at: datetime, limit: int = 100) -> int:
    """Own names that lead here and were not looked at for half a day; returns how many were looked at."""
    with public():
        live = OwnDomain.objects.filter(state=DomainState.LIVE)
        Certificate.objects.exclude(domain__in=live.values("domain")).delete()
        fresh = Certificate.objects.filter(checked_at__gt=at - AGAIN_AFTER).values("domain")
        due = live.exclude(domain__in=fresh).order_by(F("checked_at").asc(nulls_first=True), "pk")
        for own in due[:limit]:
            until, trouble = good_until(own.domain)
            Certificate.objects.update_or_create(
                domain=own.domain,
                defaults={
                    "institution_id": own.institution_id,
                    "checked_at": at,
                    "good_until": until,
                    "trouble": trouble,
                },
            )
        return min(len(due), limit)


def good_until(host: str, port: int = PORT) -> tuple[datetime | None, str]:
    """When the certificate it shows ends, and what is wrong ("" when a browser would trust it)."""
    try:
        address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
        if not settings.PRIVATE_PROVIDERS and not ipaddress.ip_address(address).is_global:
            return None, "address"
        return _shown(host, address, port, ssl.create_default_context()), ""
    except ssl.SSLCertVerificationError as fault:
        return _unproven(host, address, port), fault.verify_message or "untrusted"
    except (OSError, ssl.SSLError) as fault:
        return None, type(fault).__name__


def _unproven(host: str, address: str, port: int) -> datetime | None:
    """What an untrusted one says of itself."""
    lenient = ssl.create_default_context()
    lenient.check_hostname, lenient.verify_mode = False, ssl.CERT_NONE
    try:
        return _shown(host, address, port, lenient)
    except (OSError, ssl.SSLError):
        return None


def _shown(host: str, address: str, port: int, context: ssl.SSLContext) -> datetime | None:
    with (
        socket.create_connection((address, port), timeout=SECONDS) as line,
        context.wrap_socket(line, server_hostname=host) as spoken,
    ):
        der = spoken.getpeercert(binary_form=True)
    return x509.load_der_x509_certificate(der).not_valid_after_utc if der else None
