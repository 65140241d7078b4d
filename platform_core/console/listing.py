"""The first page of the console: every institution and how it is doing.

Who comes: an operator at nine in the morning, or one who was woken at night, and wants to see what is wrong.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from billing.models import Plan
from platform_core.console.finding import FindForm, condition_of, found
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from platform_core.files.tables import SentTable, dated, sent_csv
from platform_core.text.graphemes import shorten
from platform_core.text.normalise import clean_line
from tenants.models import DomainState, Institution
from tenants.watching.models import SavedView

PAGE_SIZE = 50
MOST_VIEWS = 30
NAME_LIMIT = 60


def _form(request: HttpRequest) -> FindForm:
    plans = [(plan.code, str(plan.label)) for plan in Plan.objects.order_by("position", "pk")]
    return FindForm(request.GET, plans=plans)


@require_safe
@operators_only
def institutions(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    wanted = form.wanted()
    now = timezone.now()
    page = page_of(found(wanted, at=now), request.GET.get("page", ""))
    views = list(SavedView.objects.filter(operator_id=request.user.pk)[:MOST_VIEWS])
    here = _query(wanted)
    rows = [_row(one) for one in page.object_list]
    counted = [row["figures"].as_of for row in rows if row["figures"] is not None]
    context = {
        "form": form,
        "narrowed": len([name for name in wanted if name != "q"]),
        "rows": rows,
        "page": page,
        "as_of": min(counted, default=None),
        "views": [{"view": one, "current": one.query == here} for one in views],
        "here_query": here,
        "side_links": links("institutions"),
    }
    return render(request, "console/institutions.html", context)


def page_of(rows: "QuerySet[Institution]", asked: str) -> Page:
    """A page and how many there are in all, with one question; two beyond the end."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
    counted = rows.annotate(together=Window(Count("pk")))
    first = max(number - 1, 0) * PAGE_SIZE
    shown = list(counted[first : first + PAGE_SIZE])
    if not shown and first:
        shown, number = list(counted[:PAGE_SIZE]), 1
    page = Paginator(range(shown[0].together if shown else 0), PAGE_SIZE).get_page(number)
    page.object_list = shown
    return page


def _query(wanted: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update({name: wanted[name] for name in sorted(wanted)})
    return query.urlencode()


def _row(institution: Institution) -> dict[str, Any]:
    state = getattr(institution, "own_domain", None)
    return {
        "institution": institution,
        "host": getattr(institution, "host", None) or "",
        "figures": getattr(institution, "figures", None),
        "condition": condition_of(institution),
        "domain": DomainState(state).label if state else "",
        "domain_is_well": state == DomainState.LIVE,
        "certificate_until": getattr(institution, "certificate_until", None),
    }


@require_safe
@operators_only
def institutions_csv(request: HttpRequest) -> SentTable:
    """What the list shows, with the same filters: all of it."""
    rows = found(_form(request).wanted(), at=timezone.now())
    heads = [
        _("Institution"), _("Address"), _("Kind"), _("Standing"), pgettext("subscription", "Plan"), _("Condition"),
        pgettext("with an account", "People"), _("Proposals"), _("Answers owed"), _("Overdue"), _("Last activity"),
        _("Letters sent in 24 hours"), _("Letters that failed in 24 hours"),
        _("Letters that came back in 24 hours"), _("Addresses not written to any more"),
        _("Answers in 24 hours"), _("Failed answers in 24 hours"), _("Waiting work"),
        _("Longest waiting, in seconds"), _("Failing work"), _("Database, in bytes"), _("Files, in bytes"),
        _("Migrations missing"), _("Own address"), _("Certificate good until"), _("Counted at"),
    ]  # fmt: skip
    return sent_csv(dated("institutions"), heads, _table(rows))


def _table(rows: QuerySet[Institution]) -> Iterator[list[Any]]:
    for one in rows.iterator(chunk_size=500):
        row = _row(one)
        figures = row["figures"]
        plan = getattr(getattr(one, "subscription", None), "plan", None)
        yield [
            one.name, row["host"], one.get_kind_display(), one.get_standing_display(),
            str(plan.label) if plan else "", str(row["condition"].label),
            *(
                [
                    figures.people, figures.proposals, figures.owed, figures.overdue, _moment(figures.last_activity),
                    figures.letters_sent, figures.letters_failed, figures.letters_bounced,
                    figures.addresses_aside, figures.answers_day, figures.faults_day, figures.waiting,
                    int(figures.delay.total_seconds()), figures.failing, figures.bytes_database,
                    figures.bytes_files, figures.migrations_missing,
                ]
                if figures
                else [""] * 17
            ),
            str(row["domain"]), _moment(row["certificate_until"]), _moment(figures.as_of if figures else None),
        ]  # fmt: skip


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="minutes") if at else ""


@require_POST
@operators_only
def view_keeping(request: HttpRequest) -> HttpResponse:
    """Keep this search under a name; the same name again changes what it stands for."""
    name = shorten(clean_line(request.POST.get("name", "")[:1_000]), NAME_LIMIT)
    wanted = FindForm(
        QueryDict(request.POST.get("query", "")[:2_000]),
        plans=[(code, code) for code in Plan.objects.order_by("pk").values_list("code", flat=True)],
    ).wanted()
    query = _query(wanted)
    if not name or not query:
        messages.error(request, _("Narrow the list down first, and give the view a name."))
    elif SavedView.objects.filter(operator_id=request.user.pk).exclude(name=name).count() >= MOST_VIEWS:
        messages.error(request, _("Take out a view first: there is room for 30."))
    else:
        SavedView.objects.update_or_create(operator_id=request.user.pk, name=name, defaults={"query": query})
        messages.success(request, _("Kept."))
    return HttpResponseRedirect(f"{reverse('console:institutions')}?{query}")


@require_POST
@operators_only
def view_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own only: another operator's is not there."""
    SavedView.objects.filter(pk=pk, operator_id=request.user.pk).delete()
    return HttpResponseRedirect(reverse("console:institutions"))
