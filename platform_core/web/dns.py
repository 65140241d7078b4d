"""Asking the domain name system: what a name says of itself, and where it leads.

An answer that did not come is never read as “there is nothing”: whoever loses an address or a sender to a
name server's bad moment would be right to complain.
"""

from functools import cache

import dns.exception
import dns.resolver
from django.conf import settings

# Somebody waits for the page that asks.
LIFETIME_SECONDS = 4.0
_EMPTY = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)


class DnsSilent(Exception):
    """No name server answered, or none could. Ask again later; conclude nothing."""


def texts_at(name: str) -> list[str]:
    """The TXT records of `name`, each in one piece; none when there are none. Raises DnsSilent."""
    return [
        b"".join(record.strings).decode("utf-8", "replace")  # type: ignore[attr-defined]
        for record in _ask(name, "TXT")
    ]


def addresses_of(name: str) -> set[str]:
    """Where `name` leads in the end, IPv4 and IPv6. Raises DnsSilent."""
    return {record.to_text() for kind in ("A", "AAAA") for record in _ask(name, kind)}


def takes_mail(name: str) -> bool:
    """Whether letters to somebody at `name` have anywhere to go (RFC 5321, RFC 7505). Raises DnsSilent."""
    servers = [record.exchange.to_text() for record in _ask(name, "MX")]  # type: ignore[attr-defined]
    if servers:
        return servers != ["."]
    return bool(addresses_of(name))


def _ask(name: str, kind: str) -> list[dns.rdata.Rdata]:
    try:
        return list(_resolver().resolve(f"{name}.", kind, lifetime=LIFETIME_SECONDS))
    except _EMPTY:
        return []
    except (dns.exception.DNSException, OSError) as trouble:
        raise DnsSilent(f"{kind} {name}: {type(trouble).__name__}") from trouble


@cache
def _resolver() -> dns.resolver.Resolver:
    """The system's name servers, or those of settings.DNS_SERVERS ("address" or "address:port")."""
    if not settings.DNS_SERVERS:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    for server in settings.DNS_SERVERS:
        address, _colon, port = server.partition(":")
        resolver.nameservers = [*resolver.nameservers, address]
        if port:
            resolver.nameserver_ports = {**resolver.nameserver_ports, address: int(port)}
    return resolver


def forget_resolver() -> None:
    """For tests, whose name server comes and goes."""
    _resolver.cache_clear()
