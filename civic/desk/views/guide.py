"""운영 길잡이: a chapter with its checklist as it stands, ticked by data and by people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.guide import PER_WORDS, TickForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.guide_page import address_of, page_of_thing, place_of
from civic.guide import checklist
from civic.guide.actions import tick, untick
from civic.guide.chapters import Chapter, chapter, chapters, point
from civic.guide.models import OwnPoint, Tick
from civic.guide.probes import About
from civic.guide.rules import may_add_own, may_share, may_untick
from civic.guide.sharing import OPEN
from civic.guide.things import Thing, latest, thing
from civic.people.rules import may_do_the_work
from platform_core.access import require
from platform_core.access.place import institution_here
from tenants import library
from tenants.models import CaseState


@require_safe
@staff_page
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/guide/index.html", {"chapters": chapters()})


@require_safe
@staff_page
def guide_chapter(request: HttpRequest, key: str) -> HttpResponse:
    found = find_chapter(key)
    about = _wanted(request.GET)
    return render(request, "desk/guide/chapter.html", _shown(request, found, about))


def _shown(request: HttpRequest, found: Chapter, about: Thing) -> dict[str, Any]:
    now = timezone.now()
    stands = checklist.lines_of(found, about.about, now)
    lines = [
        {
            "line": line,
            "missing": [(one, place_of(one)) for one in line.found.missing] if line.found else [],
            "may_untick": line.tick is not None and may_untick(request.user, line.tick, "-").allowed,
        }
        for line in stands
    ]
    return {
        "chapter": found,
        "about": about,
        "about_url": page_of_thing(about.about),
        "is_year": about.about.kind == "year",
        "this_year": str(About("year", timezone.localdate(now).year)),
        "lines": lines,
        "done": sum(one.is_done for one in stands),
        "waiting": [
            {"words": PER_WORDS[per], "things": latest(per), "lines": _only_by_people(found, per)}
            for per in checklist.kinds_of(found)
        ],
        "own_cases": _own_cases(found),
        "library": _library(found),
        "may_share": may_share(request.user).allowed,
        "taken_back": checklist.taken_back(found, about.about),
        "may_add": may_add_own(request.user).allowed,
        "may_tick": may_do_the_work(request.user).allowed,
        "chapters": chapters(),
    }


def _own_cases(found: Chapter) -> list[Any]:
    """With how each stands in the operator's library."""
    cases = checklist.cases_of(found)
    shared = library.own(institution_here().pk, [one.shared_as for one in cases if one.shared_as])
    return [
        {
            "pk": one.pk,
            "title": one.title,
            "text": one.text,
            "added_by": one.added_by,
            "added_at": one.added_at,
            "read": (read := shared.get(one.shared_as or 0)),
            "read_state": CaseState(read.state).label if read else "",
            "is_shared": read is not None and read.state in OPEN,
        }
        for one in cases
    ]


def _library(found: Chapter) -> list[dict[str, Any]]:
    """What other institutions shared, and the operator approved."""
    return [
        {
            "title": one.title,
            "text": one.text,
            "institution": one.institution,
            "counted": [(words_of(row["point"]), row["done"], row["of"]) for row in one.numbers],
        }
        for one in library.approved(found.key)
    ]


def _only_by_people(found: Chapter, per: str) -> list[str]:
    return [str(one.text) for one in found.points if one.per == per and not one.probe]


@require_POST
@staff_page
def guide_tick(request: HttpRequest) -> HttpResponse:
    """Back to the checklist it was ticked in; what cannot be ticked is refused with a page of its own."""
    form = TickForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return redirect("desk:guide")
    said = form.cleaned_data
    done = tick(**said, by=colleague(request), at=timezone.now())
    messages.success(request, _("Ticked.")) if done else messages.info(
        request, _("Somebody has ticked this already.")
    )
    return redirect(address_of(_chapter_of(said["point"]), said["about"]))


@require_http_methods(["GET", "POST"])
@staff_page
def guide_untick(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Tick.objects.select_related("done_by"), pk=pk)
    back = address_of(_chapter_of(row.point), row.about)
    if row.undone_at is not None:
        return redirect(back)
    form = ReasonForm(request.POST or None)
    require(may_untick(request.user, row, "-"))
    if form.is_valid():
        untick(tick=row, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now())
        messages.success(request, _("It is open again; what was said stays readable."))
        return redirect(back)
    context = {"form": form, "tick": row, "words": words_of(row.point), "back": back}
    return render(request, "desk/guide/untick.html", context, status=422 if form.is_bound else 200)


def find_chapter(key: str) -> Chapter:
    try:
        return chapter(key)
    except KeyError:
        raise Http404 from None


def words_of(key: str) -> str:
    """What a point says, also one that was added here or removed since."""
    if key.startswith("own:"):
        return (
            OwnPoint.objects.filter(pk=key.removeprefix("own:")).values_list("text", flat=True).first() or ""
        )
    try:
        return str(point(key).text)
    except KeyError:
        return key


def _chapter_of(key: str) -> Chapter:
    """Of a point that exists."""
    if key.startswith("own:"):
        return find_chapter(get_object_or_404(OwnPoint, pk=key.removeprefix("own:")).chapter)
    try:
        return chapter(point(key).chapter)
    except KeyError:
        raise Http404 from None


def _wanted(query: QueryDict) -> Thing:
    """What `?about=` names, this year where it names nothing. What is not there is not there."""
    text = query.get("about", "")
    try:
        about = About.of(text) if text else About("year", timezone.localdate().year)
    except ValueError:
        raise Http404 from None
    found = thing(about)
    if found is None:
        raise Http404
    return found
