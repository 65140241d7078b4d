"""My page: what I proposed, supported and said.

For somebody returning to see what became of it.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.portal.finding import me
from civic.portal.page import page_or_first, render_page, way_on
from civic.proposals.models import Comment, Proposal, Standing
from civic.proposals.paging import Order, Page, cut, page_by_id
from civic.proposals.set_aside import invalidated_of, supported_items_of

SIZE = 20
BY_GIVEN = Order("given", "given_at", is_time=True)


@login_required
@require_safe
def my_proposals(request: HttpRequest) -> HttpResponse:
    """Hidden and withdrawn ones too, with the reason: nothing of one's own just disappears."""
    mine = Proposal.objects.filter(author=me(request)).select_related("stat")
    page = _page(request, mine)
    rows = [{"proposal": one, **_standing(one)} for one in page.rows]
    return _render(request, "proposals", page, rows)


@login_required
@require_safe
def my_supports(request: HttpRequest) -> HttpResponse:
    given = supported_items_of(me(request)).select_related("stat")
    page = page_or_first(request, lambda cursor: _supports_page(given, cursor))
    aside = invalidated_of(me(request), [one.pk for one in page.rows])
    rows = [
        {"proposal": one, "given_at": one.given_at, "aside": one.pk in aside, **_standing(one)}
        for one in page.rows
    ]
    return _render(request, "supports", page, rows)


@login_required
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    written = Comment.objects.filter(author=me(request)).exclude(standing=Standing.WITHDRAWN)
    page = _page(request, written.select_related("proposal"))
    rows = [{"comment": one, "url": _place(one), **_standing(one.proposal)} for one in page.rows]
    return _render(request, "comments", page, rows)


def _supports_page(given: Any, cursor: str) -> Page[Any]:
    """The latest given first. Raises BadCursor."""
    rows = list(given.filter(BY_GIVEN.after(cursor)).order_by(*BY_GIVEN.columns)[: SIZE + 1])
    return cut(rows, SIZE, lambda row: BY_GIVEN.cursor(row.given_at, row.pk))


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return page_or_first(request, lambda cursor: page_by_id(rows, cursor, SIZE))


def _render(request: HttpRequest, name: str, page: Page[Any], rows: list[dict[str, Any]]) -> HttpResponse:
    context = {"rows": rows, "tabs": my_tabs(name), **way_on(request, page)}
    return render_page(request, f"portal/me/{name}.html", context, section="my_page")


def _standing(proposal: Proposal) -> dict[str, Any]:
    """Where it stands; `is_gone` when only its author, or nobody, may open it."""
    stage = proposal.stands_at(timezone.now())
    return {
        "stage_kind": stage.kind.value,
        "stage_label": stage.label(get_language() or "ko"),
        "is_gone": proposal.standing != Standing.OPEN,
        "standing": proposal.get_standing_display(),
    }


def _place(comment: Comment) -> str:
    page = reverse("portal:comment", args=[comment.proposal_id, comment.parent_id or comment.pk])
    return f"{page}#comment-{comment.pk}"


def my_tabs(current: str) -> list[dict[str, Any]]:
    """Context of ui/components/tabs.html."""
    tabs = [
        ("effect", _("What came of it"), reverse("portal:my_effect")),
        ("proposals", _("My proposals"), reverse("portal:my_page")),
        ("supports", _("Supported"), reverse("portal:my_supports")),
        ("comments", _("Comments"), reverse("portal:my_comments")),
        ("opinions", _("Opinions and votes"), reverse("portal:my_opinions")),
        ("ballots", _("My votes"), reverse("portal:my_ballots")),
        ("gatherings", _("My sign-ups"), reverse("portal:my_gatherings")),
        ("drafts", _("Drafts"), reverse("portal:my_drafts")),
        ("receipts", _("Receipts"), reverse("portal:my_receipts")),
        ("decisions", _("Decisions about me"), reverse("portal:my_decisions")),
        ("confirmations", _("What is confirmed of me"), reverse("portal:my_confirmations")),
        ("data", _("My data"), reverse("portal:my_data")),
        ("account", _("My account"), reverse("account_home")),
    ]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in tabs]
