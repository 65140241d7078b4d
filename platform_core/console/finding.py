"""The list of institutions: what is searched, by what it is narrowed down, in which order. One query for a page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import DomainState, Hostname, Institution, Kind, OwnDomain, Standing
from tenants.watching.models import Certificate

WAITS_TOO_LONG = timedelta(minutes=2)
CERTIFICATE_SOON = timedelta(days=14)
LONGEST = 100
_EVERY = [("", _("All"))]


class FindForm(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), choices=[*_EVERY, *Standing.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_EVERY, *Kind.choices], required=False)
    plan = forms.ChoiceField(label=pgettext_lazy("subscription", "Plan"), required=False)
    trouble = forms.ChoiceField(
        label=_("What is wrong"),
        required=False,
        choices=[
            ("", _("All")),
            ("overdue", _("Answers are overdue")),
            ("waiting", _("Work is waiting")),
            ("letters", _("Letters fail")),
            ("bounces", _("Letters come back")),
            ("faults", _("Pages fail")),
            ("behind", _("Its schema is behind")),
            ("domains", _("An address or certificate needs care")),
            ("uncounted", _("Could not be counted")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("By name")),
            ("overdue", _("Most overdue answers first")),
            ("activity", _("Longest without activity first")),
            ("people", _("Most people first")),
            ("storage", _("Largest first")),
            ("delay", _("Longest waiting first")),
            ("faults", _("Most failing pages first")),
        ],
    )

    def __init__(self, asked: QueryDict, *, plans: list[tuple[str, str]]) -> None:
        super().__init__(asked)
        self.fields["plan"].choices = [("", _("All")), *plans]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What was understood; what nobody offers is left out, as if it had not been asked."""
        self.is_valid()
        return {name: str(value)[:LONGEST] for name, value in self.cleaned_data.items() if value}


ORDERS: dict[str, tuple[Any, ...]] = {
    "overdue": (F("figures__overdue").desc(nulls_last=True),),
    "activity": (F("figures__last_activity").asc(nulls_first=True),),
    "people": (F("figures__people").desc(nulls_last=True),),
    "storage": ((F("figures__bytes_database") + F("figures__bytes_files")).desc(nulls_last=True),),
    "faults": (F("figures__faults_day").desc(nulls_last=True),),
    "delay": (F("figures__waiting_since").asc(nulls_last=True),),
}


def found(wanted: dict[str, str], *, at: datetime) -> QuerySet[Institution]:
    """With figures, plan, main host and the state of its own domains: everything a row shows, in one query."""
    rows = Institution.objects.select_related("figures", "subscription__plan").annotate(
        host=Subquery(Hostname.objects.filter(tenant=OuterRef("pk"), is_primary=True).values("domain")[:1]),
        own_domain=Subquery(
            OwnDomain.objects.filter(institution=OuterRef("pk"))
            .order_by("-live_at", "pk")
            .values("state")[:1]
        ),
        certificate_until=Subquery(
            Certificate.objects.filter(institution=OuterRef("pk"))
            .order_by("good_until")
            .values("good_until")[:1]
        ),
    )
    if words := wanted.get("q"):
        at_host = Hostname.objects.filter(domain__icontains=words).values("tenant_id")
        rows = rows.filter(Q(name__icontains=words) | Q(pk__in=at_host))
    for field, column in (("standing", "standing"), ("kind", "kind"), ("plan", "subscription__plan__code")):
        if value := wanted.get(field):
            rows = rows.filter(**{column: value})
    if trouble := wanted.get("trouble"):
        rows = rows.filter(_is_in(trouble, at))
    return rows.order_by(*ORDERS.get(wanted.get("order", ""), ()), "name", "pk")


def _is_in(trouble: str, at: datetime) -> Q:
    bad = OwnDomain.objects.filter(
        state__in=[DomainState.FAILING, DomainState.LOST, DomainState.TAKEN]
    ).values("institution_id")
    soon = Certificate.objects.filter(Q(good_until=None) | Q(good_until__lt=at + CERTIFICATE_SOON)).values(
        "institution_id"
    )
    return {
        "overdue": Q(figures__overdue__gt=0),
        "waiting": Q(figures__waiting_since__lt=F("figures__as_of") - WAITS_TOO_LONG),
        "letters": Q(figures__letters_failed__gt=0),
        "bounces": Q(figures__addresses_aside__gt=0),
        "faults": Q(figures__faults_day__gt=0),
        "behind": Q(figures__migrations_missing__gt=0),
        "domains": Q(pk__in=bad) | Q(pk__in=soon),
        "uncounted": ~Q(figures__trouble="") | Q(figures__isnull=True),
    }[trouble]


@dataclass(frozen=True, slots=True)
class Condition:
    label: Any
    tone: str


def condition_of(institution: Institution) -> Condition:
    """The worst that is known of it, in one badge."""
    figures = getattr(institution, "figures", None)
    if figures is None:
        return Condition(_("Not counted yet"), "calm")
    if figures.trouble:
        return Condition(_("Could not be counted"), "bad")
    if figures.migrations_missing:
        return Condition(_("Its schema is behind"), "warn")
    if institution.is_open and figures.delay > WAITS_TOO_LONG:
        return Condition(_("Work is waiting"), "bad")
    if figures.answers_now and 100 * figures.faults_now >= 2 * figures.answers_now and figures.faults_now > 1:
        return Condition(_("Pages fail"), "bad")
    if figures.letters_failed:
        return Condition(_("Letters fail"), "warn")
    return Condition(_("Well"), "good")
