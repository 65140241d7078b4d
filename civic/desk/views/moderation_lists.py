"""Words and links to look out for, and what is read before it is shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.moderation import PolicyForm, WatchedForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.moderation.actions import set_policy, stop_watching, watch
from civic.moderation.kinds import DEED_OF, Kind, Listed, Reading
from civic.moderation.models import Policy, Watched
from civic.moderation.rules import may_moderate, may_set_policy
from civic.proposals.paging import LARGEST_ID
from platform_core.access import require
from platform_core.web.posting import posted_from

SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def lists(request: HttpRequest) -> HttpResponse:
    require(may_moderate(request.user))
    form = WatchedForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        done = watch(
            kind=Listed(data["kind"]),
            text=data["text"],
            holds=data["holds"],
            by=colleague(request),
            at=timezone.now(),
        )
        messages.success(request, _("Listed.")) if done else messages.info(
            request, _("It is listed already.")
        )
        return redirect("desk:watched")
    page = page_of(request, Watched.objects.select_related("added_by"), size=SIZE)
    context = {"form": form, "page": page}
    return render(request, "desk/moderation/lists.html", context, status=422 if form.is_bound else 200)


@posted_from("desk:watched")
@staff_page
def removal(request: HttpRequest, number: int) -> HttpResponse:
    require(may_moderate(request.user))
    found = get_object_or_404(Watched, pk=min(number, LARGEST_ID))
    stop_watching(watched=found, by=colleague(request), at=timezone.now())
    messages.success(request, _("Removed from the list."))
    return redirect("desk:watched")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def policy(request: HttpRequest) -> HttpResponse:
    """One part for each kind of writing; saved one by one."""
    require(may_set_policy(request.user))
    known = {one.deed: one for one in Policy.objects.all()}
    sent = request.POST.get("deed", "")
    forms = []
    for kind in Kind:
        deed = DEED_OF[kind]
        now = known.get(deed) or Policy(deed=deed, reading=Reading.AFTER)
        posted = request.POST if request.method == "POST" and sent == deed else None
        initial = {name: getattr(now, name) for name in PolicyForm.base_fields}
        forms.append((kind, PolicyForm(posted, initial=initial, deed=deed)))
    bound = next((form for _kind, form in forms if form.is_bound), None)
    if bound is not None and bound.is_valid():
        data = {**bound.cleaned_data, "reading": Reading(bound.cleaned_data["reading"])}
        set_policy(deed=bound.deed, by=colleague(request), at=timezone.now(), **data)
        messages.success(request, _("Saved."))
        return redirect("desk:moderation_policy")
    context = {
        "parts": [{"label": kind.label, "deed": form.deed.value, "form": form} for kind, form in forms]
    }
    return render(request, "desk/moderation/policy.html", context, status=422 if bound else 200)
