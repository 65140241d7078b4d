"""Home, menu, footer and pages: what stands there, what is being written, what was published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.content.actions import discard_draft, publish, restore, withdraw_edition
from civic.content.differences import between
from civic.content.document import print_of, readable
from civic.content.duties import duties_here
from civic.content.kinds import Place, Purpose
from civic.content.models import Arrangement, Draft, Edition
from civic.content.queries import edition_in_force, editions_of, pages_of_the_house
from civic.content.rules import may_arrange
from civic.desk.content_page import (
    drafted,
    find,
    languages_of,
    page_context,
    page_names,
    said_missing,
    title_of,
)
from civic.desk.forms.content import PublicationForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.proposals.paging import LARGEST_ID, Order
from platform_core.access import Refused, require

LATEST = Order("latest", "begins_at", is_time=True)
TONES = {"coming": "info", "in_force": "good", "past": "calm", "withdrawn": "calm"}


@require_safe
@staff_page
def content(request: HttpRequest) -> HttpResponse:
    """Where everything that an institution arranges itself begins, and what a public site owes."""
    require(may_arrange(request.user))
    at = timezone.now()
    drafts = set(Draft.objects.values_list("arrangement__place", flat=True))
    pages = {page.purpose: page for page in pages_of_the_house().exclude(purpose=Purpose.FREE)}
    duties = [
        {"duty": one, "url": _where(one.key, pages), "is_begun": one.key in pages} for one in duties_here(at)
    ]
    context = {
        "places": [
            {
                "name": place.label,
                "url": reverse("desk:arrangement", args=[place.value]),
                "has_draft": place in drafts,
            }
            for place in (Place.HOME, Place.MENU, Place.FOOTER)
        ],
        "duties": duties,
        "missing": sum(not one["duty"].is_done for one in duties),  # type: ignore[attr-defined]
    }
    return render(request, "desk/content/overview.html", context)


def _where(key: str, pages: dict[str, Arrangement]) -> str:
    if key == "footer":
        return reverse("desk:arrangement", args=["footer"])
    if key in pages:
        return reverse("desk:arrangement", args=[pages[key].key])
    return f"{reverse('desk:page_new')}?purpose={key}"


@require_safe
@staff_page
def arrangement(request: HttpRequest, key: str) -> HttpResponse:
    found = find(request, key)
    return render(request, "desk/content/arrangement.html", page_context(request, found, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def publication(request: HttpRequest, key: str) -> HttpResponse:
    """What will change, what is missing, a sentence about it, and when."""
    found, at = find(request, key), timezone.now()
    draft, document = drafted(found, at)
    if draft is None:
        messages.info(request, _("There is no draft to publish."))
        return redirect("desk:arrangement", key)
    form = PublicationForm(request.POST or None, initial={"seen": print_of(draft.document)})
    refusal = None
    if form.is_valid():
        try:
            made = publish(
                arrangement=found,
                **form.cleaned_data,
                languages=languages_of(request),
                by=colleague(request),
                at=at,
            )
        except Refused as refused:
            refusal = refused
            form.data = {**form.data.dict(), "seen": print_of(draft.document)}  # type: ignore[attr-defined]
        else:
            _say_published(request, made.begins_at > at)
            return redirect("desk:arrangement", key)
    in_force = edition_in_force(found, at)
    before = readable(in_force.document, found.place) if in_force else None
    names = page_names(request)
    context = {
        "arrangement": found,
        "name": title_of(found, document),
        "form": form,
        "verdict": refusal.verdict if refusal else None,
        "findings": said_missing(request, found, document, names),
        "changes": between(before, document, found.place, names) if before else [],
        "is_first": before is None,
    }
    status = refusal.status if refusal else (422 if form.is_bound else 200)
    return render(request, "desk/content/publication.html", context, status=status)


def _say_published(request: HttpRequest, is_later: bool) -> None:
    said = _("It will be published at its time.") if is_later else _("Published. Everybody sees it now.")
    messages.success(request, said)


@require_POST
@staff_page
def discarding(request: HttpRequest, key: str) -> HttpResponse:
    found = find(request, key)
    is_only_a_draft = bool(found.pk) and found.place == Place.PAGE and not found.editions.exists()
    if found.pk and discard_draft(arrangement=found, by=colleague(request), at=timezone.now()):
        messages.success(request, _("The draft is thrown away."))
        if is_only_a_draft:
            return redirect("desk:pages")
    return redirect("desk:arrangement", key)


@require_safe
@staff_page
def versions(request: HttpRequest, key: str) -> HttpResponse:
    found, at = find(request, key), timezone.now()
    in_force = edition_in_force(found, at) if found.pk else None
    page = page_of(request, editions_of(found) if found.pk else Edition.objects.none(), order=LATEST)
    context = {
        "arrangement": found,
        "name": title_of(found, drafted(found, at)[1]),
        "page": page,
        "rows": [_edition_row(one, in_force, at) for one in page.rows],
    }
    return render(request, "desk/content/versions.html", context)


def _edition_row(one: Edition, in_force: Edition | None, at: Any) -> dict[str, Any]:
    state = one.state(at, in_force.pk if in_force else None)
    return {"edition": one, "state": state.label, "tone": TONES[state.value], "is_coming": state == "coming"}


def _edition(found: Arrangement, number: int) -> Edition:
    return get_object_or_404(
        Edition.objects.select_related("published_by"),
        arrangement_id=found.pk,
        number=min(number, LARGEST_ID),
    )


@require_safe
@staff_page
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What it changed against the edition before it, and against what is in force now."""
    found, at = find(request, key), timezone.now()
    edition = _edition(found, number)
    document = readable(edition.document, found.place)
    earlier = found.editions.filter(number__lt=edition.number).order_by("-number").first()
    in_force = edition_in_force(found, at)
    names = page_names(request)
    context = {
        "arrangement": found,
        "name": title_of(found, document),
        **_edition_row(edition, in_force, at),
        "earlier": earlier,
        "changes": between(readable(earlier.document, found.place), document, found.place, names)
        if earlier
        else [],
        "since": between(document, readable(in_force.document, found.place), found.place, names)
        if in_force and in_force.pk != edition.pk
        else [],
        "is_in_force": in_force is not None and in_force.pk == edition.pk,
    }
    return render(request, "desk/content/version.html", context)


@require_POST
@staff_page
def restoration(request: HttpRequest, key: str, number: int) -> HttpResponse:
    found = find(request, key)
    restore(edition=_edition(found, number), by=colleague(request), at=timezone.now())
    messages.success(request, _("Its words are the draft now. Look at them, then publish."))
    return redirect("desk:arrangement", key)


@require_POST
@staff_page
def edition_withdrawal(request: HttpRequest, key: str, number: int) -> HttpResponse:
    found = find(request, key)
    if withdraw_edition(edition=_edition(found, number), by=colleague(request), at=timezone.now()):
        messages.success(request, _("It will not be published."))
    return redirect("desk:arrangement_versions", key)
