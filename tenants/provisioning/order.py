"""The order form of an institution, and what is wrong with one."""

import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import import_module
from typing import Any
from zoneinfo import available_timezones

import holidays
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from tenants.models import Kind
from tenants.provisioning.allowance import asked_of_plan
from tenants.provisioning.hosts import fault_of_host

Choices = dict[str, list[tuple[str, Any]]]
Sentence = Any  # str, or lazily translated


@dataclass(frozen=True)
class InstitutionOrder:
    """What an operator asks for. An empty plan, theme or preset means the room's own default."""

    name: str
    host: str
    administrator_email: str
    administrator_name: str = ""
    kind: str = Kind.CITY
    languages: tuple[str, ...] = ("ko",)
    time_zone: str = "Asia/Seoul"
    country: str = "KR"
    process_preset: str = ""
    theme: str = ""
    plan: str = ""
    tagline: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    # Whether it begins with examples, marked as such: for a trial.
    examples: bool = False
    # What a blueprint file says about the rooms: section by section (tenants/designs).
    design: dict[str, Any] = field(default_factory=dict)

    def as_kept(self) -> dict[str, Any]:
        """What provisioning steps read as `institution.order`."""
        return {**asdict(self), "languages": list(self.languages)}


def order_choices() -> Choices:
    """What the rooms offer, for forms and for checking: {"plan": [(code, label), …], "theme": …}.

    Asked of each module in settings.PROVISIONING_STEPS that has a function `choices() -> Choices`,
    because the ground floor may not import the rooms above it.
    """
    found: Choices = {}
    for module in dict.fromkeys(path.rpartition(".")[0] for path in settings.PROVISIONING_STEPS):
        offer: Callable[[], Choices] | None = getattr(import_module(module), "choices", None)
        if offer is not None:
            found.update(offer())
    return found


def check_order(order: InstitutionOrder) -> dict[str, Sentence]:
    """What must be corrected, by field; empty when the order can be placed. Reads the public schema."""
    faults = {
        "name": _fault_of_text(order.name, longest=100, needed=True),
        "tagline": _fault_of_text(order.tagline, longest=200),
        "administrator_name": _fault_of_text(order.administrator_name, longest=30),
        "host": fault_of_host(order.host),
        "administrator_email": _fault_of_mail(order.administrator_email),
        "kind": None if order.kind in Kind.values else _("Unknown kind of institution."),
        "languages": _fault_of_languages(order.languages),
        "time_zone": None if order.time_zone in known_zones() else _("Unknown time zone."),
        "country": _fault_of_country(order.country),
    }
    if order.design and (wrong := _faults_of_design(order.design)):
        faults["design"] = wrong
    for name, offered in order_choices().items():
        value = getattr(order, name)
        if value and value not in [key for key, _label in offered]:
            faults[name] = _("Unknown choice. On offer: %s.") % ", ".join(key for key, _label in offered)
    if not any(faults.get(name) for name in ("design", "plan", "process_preset")):
        faults |= asked_of_plan(order)[0]
    return {name: fault for name, fault in faults.items() if fault}


@cache
def known_zones() -> frozenset[str]:
    """Looked up once: it reads a folder of some 600 files."""
    return frozenset(available_timezones())


def _faults_of_design(design: dict[str, Any]) -> str:
    # The sections are found by their paths in the settings, like the steps.
    from tenants.designs.file import faults_of

    return "; ".join(f"{fault.path}: {fault.sentence}" for fault in faults_of(design))


def _fault_of_text(value: str, *, longest: int, needed: bool = False) -> Sentence | None:
    if needed and not value.strip():
        return _("This cannot be empty.")
    if len(value) > longest:
        return _("At most %d characters.") % longest
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in value):
        return _("This contains invisible characters.")
    return None


def _fault_of_mail(value: str) -> Sentence | None:
    try:
        validate_email(value)
    except ValidationError:
        return _("This is not an e-mail address.")
    return _("At most %d characters.") % 254 if len(value) > 254 else None


def _fault_of_languages(languages: tuple[str, ...]) -> Sentence | None:
    known = dict(settings.LANGUAGES)
    if not languages:
        return _("Choose at least one language.")
    if len(set(languages)) != len(languages) or not set(languages) <= set(known):
        return _("Each language once, out of: %s.") % ", ".join(known)
    return None


def _fault_of_country(country: str) -> Sentence | None:
    if country in holidays.list_supported_countries(include_aliases=False):
        return None
    return _("The public holidays of this country are not known.")
