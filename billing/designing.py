"""What the office writes into an institution's design: its plan. A file moves nobody to another plan: the office does."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from billing.models import Plan, Subscription
from tenants.context import public
from tenants.designs.reading import fields
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution


def read(institution: Institution) -> dict[str, Any] | None:
    with public():
        held = Subscription.objects.select_related("plan").filter(institution_id=institution.pk).first()
    return {"code": held.plan.code} if held else None


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault("", _("Here a table is expected."))
        return
    yield from fields(value, "", needed={"code": str}, optional={})
    with public():
        known = list(Plan.objects.order_by("position", "pk").values_list("code", flat=True))
    if isinstance(value.get("code"), str) and value["code"] not in known:
        yield Fault("code", _("Unknown. Known here: %s.") % ", ".join(known))


def changes(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    now = read(institution)
    if now is not None and now["code"] != value["code"]:
        words = {"new": value["code"], "old": now["code"]}
        yield Change(
            _("The plan is “%(old)s”, the file says “%(new)s”: plans are changed by the office.") % words
        )


SECTION = Section("plan", read, check, changes)
