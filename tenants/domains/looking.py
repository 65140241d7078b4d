"""What the domain name system says of a host that somebody wants to use."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from platform_core.web.dns import addresses_of, texts_at

PROOF_AT = "_madang"
PROOF_SAYS = "madang-verify="


@dataclass(frozen=True, slots=True)
class Record:
    """One line to be written where the name is kept."""

    name: str
    kind: str
    value: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Looked:
    is_proven: bool
    leads_here: bool


def look(domain: str, proof: str) -> Looked:
    """Raises DnsSilent when nothing can be concluded."""
    is_proven = f"{PROOF_SAYS}{proof}" in [text.strip() for text in texts_at(f"{PROOF_AT}.{domain}")]
    ours = addresses_of(settings.DOMAIN_TARGET)
    return Looked(is_proven=is_proven, leads_here=bool(ours & addresses_of(domain)))


def records_for(domain: str, proof: str, *, is_proven: bool, leads_here: bool) -> list[Record]:
    """What its owner writes, in the order of writing."""
    return [
        Record(f"{PROOF_AT}.{domain}", "TXT", f"{PROOF_SAYS}{proof}", is_proven),
        Record(domain, "CNAME", f"{settings.DOMAIN_TARGET}.", leads_here),
    ]


def what_is_missing(*, is_proven: bool, leads_here: bool) -> str:
    """One sentence for its owner; "" when all is well."""
    if not is_proven:
        return _("The TXT record that proves it was not found.")
    if not leads_here:
        return _("It is proven, but does not lead here yet.")
    return ""
