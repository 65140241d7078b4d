"""Looking before an order is placed: what is certainly wrong, and what a person should look at twice.

Nothing here is asked again when the order is placed: a name server's bad moment, or a second 중구, keeps nobody out.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from platform_core.web.dns import DnsSilent, takes_mail
from tenants.context import public
from tenants.models import Institution
from tenants.provisioning.allowance import asked_of_plan
from tenants.provisioning.order import InstitutionOrder, Sentence, check_order

Ask = Callable[[str], tuple[Sentence | None, Sentence | None]]


@dataclass(frozen=True)
class Look:
    """By field of the order. `cautions` block nothing."""

    faults: dict[str, Sentence] = field(default_factory=dict)
    cautions: dict[str, Sentence] = field(default_factory=dict)


def look_at(order: InstitutionOrder, ask: Ask | None = None) -> Look:
    """Everything check_order() finds, whether letters arrive, and who has this name already."""
    faults = check_order(order)
    cautions: dict[str, Sentence] = {}
    if "administrator_email" not in faults:
        fault, caution = (ask or letters_arrive)(order.administrator_email)
        faults |= {"administrator_email": fault} if fault else {}
        cautions |= {"administrator_email": caution} if caution else {}
    if "name" not in faults and (twin := namesake(order.name)):
        cautions["name"] = _("There is an institution of this name already: %s.") % twin
    if not faults:
        cautions |= asked_of_plan(order)[1]
    return Look(faults, cautions)


def letters_arrive(address: str) -> tuple[Sentence | None, Sentence | None]:
    """A fault where the address's domain says that it takes no mail; a caution where nobody answers for it."""
    if not settings.ASK_WHETHER_MAIL_ARRIVES:
        return None, None
    domain = address.rpartition("@")[2]
    try:
        arrives = takes_mail(domain.encode("idna").decode())
    except UnicodeError:
        arrives = False
    except DnsSilent:
        return None, _("No name server could say whether mail reaches %s.") % domain
    return (None, None) if arrives else (_("No mail server takes letters for %s.") % domain, None)


def namesake(name: str) -> str:
    """An institution that reads alike, of whatever standing, with its host; "" for none."""
    with public():
        names = Institution.objects.order_by("pk").values_list(
            "name", "domains__domain", "domains__is_primary"
        )
        known = [(said, host) for said, host, is_primary in names if is_primary]
    wanted = _as_read(name)
    return next((f"{said}, {host}" for said, host in known if _as_read(said) == wanted), "")


def _as_read(name: str) -> str:
    """Without width, blanks and case."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
