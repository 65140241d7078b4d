"""Which names an institution may ask for, and how many."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenants.context import public
from tenants.entitlements import entitled
from tenants.models import Hostname, Institution, OwnDomain, RetiredHostname
from tenants.provisioning.hosts import fault_of_form, fault_of_neighbours

MOST_DOMAINS = 5
# Endings under which everybody has a name: nobody is their owner.
ENDINGS_OF_ALL = frozenset("go.kr or.kr ac.kr co.kr ne.kr re.kr pe.kr seoul.kr".split())


def fault_of_own_domain(institution: Institution, domain: str) -> Any | None:
    """Why `domain` cannot be asked for, as a sentence, or None. Reads the public schema."""
    may = entitled(institution, "own_domain")
    if not may.allowed:
        return f"{may.sentence} {may.what_next}"
    if fault := fault_of_form(domain):
        return fault
    if domain == settings.BASE_HOST or domain.endswith("." + settings.BASE_HOST):
        return _("Names under %s are given by the operator.") % settings.BASE_HOST
    if domain in ENDINGS_OF_ALL:
        return _("Nobody owns this ending. Give the whole name.")
    with public():
        mine = OwnDomain.objects.filter(institution=institution)
        if mine.filter(domain=domain).exists():
            return _("You have asked for this name already.")
        if mine.count() >= MOST_DOMAINS:
            return _("At most %d names. Give one back first.") % MOST_DOMAINS
        # What rests may be taken back by whoever had it.
        was_ours = RetiredHostname.objects.filter(domain=domain, institution_key=institution.key).exists()
        taken = Hostname.objects.filter(domain=domain).exists()
    if was_ours and not taken:
        return None
    return fault_of_neighbours(domain)
