"""Where an institution stands, and moving it: read-only, suspended, archived, open again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from civic.journeys.prolong import Outlook, outlook
from platform_core.access import Refused
from platform_core.console.gate import operators_only
from platform_core.console.panels import panel
from platform_core.console.sides import links
from platform_core.text.fields import LineField
from tenants import actions
from tenants.closing.making import may_make_site
from tenants.closing.models import AddressState, Erasure, SiteArchive
from tenants.closing.rules import ERASABLE
from tenants.models import Institution, Standing
from tenants.rules import may_move

VERBS: dict[Standing, Callable[..., bool]] = {
    Standing.OPEN: actions.reopen,
    Standing.READ_ONLY: actions.make_read_only,
    Standing.SUSPENDED: actions.suspend,
    Standing.ARCHIVED: actions.archive,
}
# What the operator reads beside each choice.
MEANS = {
    Standing.OPEN: gettext_lazy("Open again: everything works, and what was waiting goes on."),
    Standing.READ_ONLY: gettext_lazy(
        "Read-only: citizens' texts stay a public record, nobody writes. People still log in to take their own along."
    ),
    Standing.SUSPENDED: gettext_lazy(
        "Suspended: nothing is shown to anybody; a neutral page stands at the address."
    ),
    Standing.ARCHIVED: gettext_lazy(
        "Archived: a static site made of files takes its place; nobody logs in any more."
    ),
}
ANY_REASON = "-"


class RepeatForm(forms.Form):
    """Nobody erases the wrong one who has to write out its address."""

    host = LineField(label=gettext_lazy("Its main address, typed out"), max_characters=253)


class AskForm(RepeatForm):
    reason = LineField(
        label=gettext_lazy("Reason"),
        max_characters=500,
        help_text=gettext_lazy("It stands in the certificate."),
    )


class StandingForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("What it becomes"), widget=forms.RadioSelect)
    reason = LineField(
        label=gettext_lazy("Reason"),
        max_characters=500,
        required=False,
        help_text=gettext_lazy("Kept in the history. Citizens do not see it. Needed unless it opens again."),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [to for to in MEANS if to != institution.standing]
        offered = [to for to in ways if may_move(institution, to, ANY_REASON).allowed]
        self.fields["to"].choices = [(to.value, MEANS[to]) for to in offered]  # type: ignore[attr-defined]
        # Only opening again needs none: where that is not offered, the field says so before anything is sent.
        if Standing.OPEN not in offered:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("Kept in the history. Citizens do not see it.")


@require_http_methods(["GET", "POST"])
@operators_only
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which an institution is moved from one standing to another."""
    found = get_object_or_404(Institution.objects.prefetch_related("domains"), pk=pk)
    form = StandingForm(request.POST or None, institution=found)
    if request.method == "POST" and form.is_valid() and _moved(request, found, form):
        return HttpResponseRedirect(reverse("console:closing", args=[pk]))
    return closing_page(request, found, form=form)


def closing_page(request: HttpRequest, institution: Institution, **forms: Any) -> HttpResponse:
    """The page with what was typed still in its form: `form`, `ask_form`, `confirm_form`."""
    erasure = Erasure.objects.select_related("asked_by").filter(institution=institution).first()
    context = {
        "institution": institution,
        "host": institution.primary_host,
        "form": StandingForm(institution=institution),
        "site": site_of(institution),
        "longer": longer_windows(institution),
        "may_make_site": may_make_site(institution),
        "erasure": erasure,
        "is_asker": erasure is not None and erasure.asked_by_id == request.user.pk,
        "is_due": erasure is not None and timezone.now() >= erasure.not_before,
        "may_be_erased": institution.standing in ERASABLE,
        "wait_days": settings.ERASURE_WAIT_DAYS,
        "ask_form": AskForm(prefix="ask"),
        "confirm_form": RepeatForm(prefix="confirm"),
        "side_links": links("institutions"),
        **forms,
    }
    return render(
        request,
        "console/closing.html",
        context,
        status=422 if any(one.errors for one in forms.values()) else 200,
    )


def longer_windows(institution: Institution) -> Outlook | None:
    """What opening it at this moment would prolong; None where nothing would be."""
    since = actions.closed_since(institution)
    if institution.is_open or since is None:
        return None
    found = outlook(institution, since=since, until=timezone.now())
    return found if found.windows else None


def site_of(institution: Institution) -> dict[str, Any] | None:
    """How far its static site is."""
    row = SiteArchive.objects.filter(institution=institution).first()
    if row is None:
        return None
    waiting = row.addresses.filter(state=AddressState.WAITING).count()
    return {"row": row, "done": row.addresses.count() - waiting, "known": row.addresses.count()}


def _moved(request: HttpRequest, institution: Institution, form: StandingForm) -> bool:
    """False when a rule said no, which the form then says."""
    to = Standing(form.cleaned_data["to"])
    try:
        VERBS[to](
            institution=institution,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            by=request.user,
        )
    except Refused as refusal:
        field = "reason" if refusal.verdict.code == "reason_missing" else "to"
        form.add_error(field, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        return False
    messages.success(request, _("Done. Everybody meets it within five seconds."))
    return True


@panel("console/panels/standing.html", position=60)
def standing(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    if institution.standing == Standing.PREPARING:
        return None
    return {}
