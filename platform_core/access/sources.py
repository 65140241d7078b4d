"""Where somebody comes from, as far as it may be known: a keyed hash of a network address, never the address.

The key is the platform's secret together with the institution's place: the same address has another name next door,
and nobody without the key can try addresses out. What is kept under it is destroyed after a short time by the
rooms that keep it.
"""

import ipaddress
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from platform_core.access.place import schema_here

LENGTH = 24


@dataclass(frozen=True, slots=True)
class Whence:
    """Keys of an address and of its neighbourhood; "" where the address is not one."""

    source: str
    network: str


NOWHERE = Whence("", "")


def whence(address: str) -> Whence:
    return Whence(source_key(address), network_key(address))


def source_key(address: str) -> str:
    """Of one address; of IPv6 its /64, which is one household."""
    return _key("address", _cut(address, 32, 64))


def network_key(address: str) -> str:
    """Of its neighbourhood: /24 of IPv4, /48 of IPv6."""
    return _key("network", _cut(address, 24, 48))


def _cut(address: str, four: int, six: int) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    length = four if found.version == 4 else six
    return str(ipaddress.ip_network((found, length), strict=False))


def _key(what: str, text: str) -> str:
    if not text:
        return ""
    salt = f"madang.source.{schema_here()}.{what}"
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()[:LENGTH]
