"""Rules tried on past proposals. Opened by an administrator who is asked “and what if it were twenty?”."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from civic.desk import simulator_page as words
from civic.desk import simulator_table as table
from civic.desk.forms.simulator import SimulationForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.simulating.asking import ask, may_simulate, question_of
from civic.journeys.simulating.lines import Line, unpack
from civic.journeys.simulating.running import carry_out, is_quick, is_to_be_sent_again
from civic.journeys.tasks import simulate
from civic.processes.models import Process, ProcessDraft, Simulation
from platform_core.access import require
from platform_core.files.tables import sent_csv
from tenants.connection import connection

RESULTS_SHOWN = 20
PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@staff_page
def simulation(request: HttpRequest, process: int) -> HttpResponse:
    require(may_simulate(request.user))
    found = process_or_404(process)
    if found.current_version is None:
        raise Http404
    form = SimulationForm(
        request.POST or None,
        request.FILES or None,
        version=found.current_version,
        draft=ProcessDraft.objects.filter(process=found).first(),
        initial=_wishes(request),
    )
    if form.is_valid():
        begun = _begin(request, found, form)
        if begun is not None:
            return redirect("desk:simulation_result", found.pk, begun.pk)
    context = {"process": found, "form": form, "earlier": _earlier(found)}
    return render(request, "desk/simulator/form.html", context, status=422 if form.is_bound else 200)


def process_or_404(pk: int) -> Process:
    return get_object_or_404(Process.objects.select_related("current_version"), pk=pk)


def _wishes(request: HttpRequest) -> dict[str, Any]:
    """Links from the rules' pages may say what they are about."""
    source = request.GET.get("source")
    return {"source": source} if source in ("draft", "preset", "numbers") else {}


def _earlier(process: Process) -> list[dict[str, Any]]:
    rows = Simulation.objects.filter(process=process).select_related("asked_by")
    rows = rows.defer("items", "result", "upload")[:RESULTS_SHOWN]
    return [
        {
            "simulation": one,
            "history": words.history_words(question_of(one)),
            "rules": words.rules_words(question_of(one)),
        }
        for one in rows
    ]


def _begin(request: HttpRequest, process: Process, form: SimulationForm) -> Simulation | None:
    """Small ones are answered at once; what is wrong with a file then stands at its field."""
    question, now = form.question(), timezone.now()
    begun = ask(process=process, question=question, upload=form.content, by=colleague(request), at=now)
    if not is_quick(process, question, form.content, at=now):
        _send_for(begun)
        return begun
    carry_out(pk=begun.pk)
    begun.refresh_from_db(fields=["state", "troubles"])
    if begun.state == Simulation.State.FAILED and form.content is not None:
        begun.delete()
        for sentence in begun.troubles:
            form.add_error("file", sentence)
        return None
    return begun


def _send_for(simulation: Simulation) -> None:
    """Tell a worker. When nobody can be told now, the page that waits for the result tries again."""
    with suppress(OperationalError):
        simulate.apply_async(
            kwargs={"institution_id": connection.tenant.pk, "pk": simulation.pk}, retry=False
        )


@require_safe
@staff_page
def simulation_result(request: HttpRequest, process: int, pk: int) -> HttpResponse:
    found, run = _find(request, process, pk)
    question = question_of(run)
    context: dict[str, Any] = {
        "process": found,
        "simulation": run,
        "history": words.history_words(question),
        "rules": words.rules_words(question),
    }
    if run.state == Simulation.State.FAILED:
        return render(request, "desk/simulator/failed.html", context)
    if run.state != Simulation.State.DONE:
        if is_to_be_sent_again(run):
            _send_for(run)
        context["percent"] = words.percent_done(run)
        return render(request, "desk/simulator/waiting.html", context)
    result = words.Result(run)
    owed = result.owed()
    context |= {
        "result": result,
        "gates": result.gates(),
        "outcomes": result.outcomes(),
        "owed": owed[: words.OWED_SHOWN],
        "owed_by_month": result.owed_by("month"),
        "owed_by_department": result.owed_by("department"),
        "most_by_month": result.most_owed("month"),
        "most_by_department": result.most_owed("department"),
        "owed_left": max(0, len(owed) - words.OWED_SHOWN),
        "curves": result.curves(request.GET.get("gate", "")),
        "changed": words.changed_numbers(question, result.rules["now"], result.rules["then"]),
    }
    return render(request, "desk/simulator/result.html", context)


def _find(request: HttpRequest, process: int, pk: int) -> tuple[Process, Simulation]:
    require(may_simulate(request.user))
    found = process_or_404(process)
    rows = Simulation.objects.defer("items", "upload").select_related("asked_by")
    return found, get_object_or_404(rows, process=found, pk=pk)


@require_safe
@staff_page
def simulation_items(request: HttpRequest, process: int, pk: int) -> HttpResponse:
    """Which items: `side` and `gate` or `fate`, or all; fifty at a time."""
    found, run = _find(request, process, pk)
    if run.state != Simulation.State.DONE:
        return redirect("desk:simulation_result", found.pk, run.pk)
    result = words.Result(run)
    side = "now" if request.GET.get("side") == "now" else "then"
    gate, fate = request.GET.get("gate", ""), request.GET.get("fate", "")
    if (gate and gate not in result.rules[side].gates) or (fate and fate not in words.FATES):
        raise Http404
    lines = [line for line in unpack(run) if _belongs(line, side, gate, fate)]
    rows, number, pages = words.sequence_page(lines, _page_number(request), PAGE_SIZE)
    context = {
        "process": found,
        "simulation": run,
        "title": result.rules_label(side, gate) if gate else words.FATES.get(fate, _("All items")),
        "side_words": _("rules in force") if side == "now" else _("rules tried"),
        "rows": [(line, line.side(side).gates.get(gate)) for line in rows],
        "gate": gate,
        "count": len(lines),
        "number": number,
        "pages": pages,
        "previous_url": _turn(request, number - 1) if number > 1 else "",
        "next_url": _turn(request, number + 1) if number < pages else "",
    }
    return render(request, "desk/simulator/items.html", context)


def _belongs(line: Line, side: str, gate: str, fate: str) -> bool:
    became = line.side(side)
    return (not gate or gate in became.gates) and (not fate or became.fate == fate)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _turn(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@require_safe
@staff_page
def simulation_csv(request: HttpRequest, process: int, pk: int, what: str) -> FileResponse:
    """`what`: items, answers or curves."""
    found, run = _find(request, process, pk)
    if run.state != Simulation.State.DONE or what not in table.TABLES:
        raise Http404
    heads, rows = table.TABLES[what](words.Result(run), run)
    return sent_csv(f"simulation-{found.key}-{run.pk}-{what}", heads, rows)


@require_POST
@staff_page
def simulation_removal(request: HttpRequest, process: int, pk: int) -> HttpResponse:
    found, run = _find(request, process, pk)
    run.delete()
    messages.success(request, _("Removed."))
    return redirect("desk:simulation", found.pk)
