"""Typing a sheet: row by row, or from a file; and the third look where two typings differ."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.categories.models import Category
from civic.debates.models import Side
from civic.desk.forms.paper import UploadForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.desk.views.paper import find_sheet
from civic.paper.models import PaperSheet, SheetLine, SheetUpload
from civic.paper.reading import UnreadableFile, read_rows
from civic.paper.rules import may_decide_line, may_type
from civic.paper.sheets import decide_line, keep_upload, type_sheet
from civic.paper.typing import ILLEGIBLE, LABELS, LONGEST, TypedRow, check_row, fields_of
from civic.privacy.places import Place
from platform_core.access import Refused, require
from platform_core.files.kinds import identify
from platform_core.files.names import display_name
from platform_core.files.refusal import RefusedFile

# Five fields each, within what one form may send.
MOST_TYPED = 100
MORE = 10
SHOWN_OF_FILE = 100


@require_http_methods(["GET", "POST"])
@staff_page
def sheet_typing(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything typed stays, whatever is wrong with a row."""
    sheet = find_sheet(request, pk)
    require(may_type(request.user, sheet))
    if request.method == "GET":
        return _typing_page(request, sheet, _own_rows(request, sheet))
    rows = _typed_rows(request, sheet)
    if request.POST.get("do") == "more":
        start = len(rows) + 1
        rows += [_blank(sheet, number) for number in range(start, min(start + MORE, MOST_TYPED + 1))]
        return _typing_page(request, sheet, rows)
    wrong = [row for row in rows if row.errors]
    if wrong:
        return _typing_page(request, sheet, rows, wrong=wrong, status=422)
    try:
        typed = {row.number: row.values for row in rows if not row.is_empty}
        done = type_sheet(sheet=sheet, typed=typed, by=colleague(request), at=timezone.now())
    except Refused as refusal:
        return _typing_page(request, sheet, rows, refused=refusal.verdict, status=refusal.status)
    _say(request, done)
    return redirect("desk:sheet", pk)


def _say(request: HttpRequest, done: int) -> None:
    if done == 1:
        messages.success(
            request, _("Typed once. Now a colleague types the same sheet, without seeing yours.")
        )
    else:
        messages.success(request, _("Typed twice and compared."))


def _typing_page(
    request: HttpRequest, sheet: PaperSheet, rows: list[TypedRow], *, status: int = 200, **more: Any
) -> HttpResponse:
    shows(request, Place.SHEET, others=sum(not row.is_empty for row in rows), number=sheet.pk)
    context = {
        "sheet": sheet,
        "rows": rows,
        "columns": [(name, LABELS[name], LONGEST[name]) for name in fields_of(sheet)],
        "sides": Side.choices,
        "categories": list(Category.objects.filter(is_shown=True).values_list("key", "name")),
        "illegible": ILLEGIBLE,
        "upload_form": UploadForm(),
        "can_grow": len(rows) < MOST_TYPED,
        **more,
    }
    return render(request, "desk/paper/typing.html", context, status=status)


def _own_rows(request: HttpRequest, sheet: PaperSheet) -> list[TypedRow]:
    """What the same person typed before, to be corrected; otherwise empty rows."""
    typed: dict[int, Mapping[str, str]] = {}
    if sheet.first_by_id == request.user.pk:
        typed = {line.number: line.first or {} for line in SheetLine.objects.filter(sheet=sheet)}
    last = min(max([sheet.rows, *typed]), MOST_TYPED)
    return [
        TypedRow(number, {**_blank(sheet, number).values, **(typed.get(number) or {})})
        for number in range(1, last + 1)
    ]


def _blank(sheet: PaperSheet, number: int) -> TypedRow:
    return TypedRow(number, dict.fromkeys(fields_of(sheet), ""))


def _typed_rows(request: HttpRequest, sheet: PaperSheet) -> list[TypedRow]:
    names = fields_of(sheet)
    last = 0
    for number in range(1, MOST_TYPED + 1):
        if any(f"row-{number}-{name}" in request.POST for name in names):
            last = number
    return [
        check_row(sheet, number, {name: request.POST.get(f"row-{number}-{name}", "") for name in names})
        for number in range(1, last + 1)
    ]


@require_http_methods(["GET", "POST"])
@staff_page
def sheet_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is read and shown, row by row with what is wrong; only then the good rows are taken as typed."""
    sheet = find_sheet(request, pk)
    require(may_type(request.user, sheet))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.POST.get("do") == "take":
        return _take(request, sheet)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        name = display_name(upload.name)
        try:
            identify(name, upload)
            upload.seek(0)
            rows = [row.as_json() for row in read_rows(sheet, name, upload)]
        except (UnreadableFile, RefusedFile) as error:
            form.add_error("file", str(getattr(error, "sentence", error)))
        else:
            keep_upload(sheet=sheet, name=name, rows=rows, by=colleague(request), at=timezone.now())
            return redirect("desk:sheet_upload", pk)
    kept = SheetUpload.objects.filter(sheet=sheet, by=colleague(request)).first()
    return _upload_page(request, sheet, form, kept, status=422 if form.is_bound else 200)


def _upload_page(
    request: HttpRequest, sheet: PaperSheet, form: UploadForm, kept: SheetUpload | None, *, status: int
) -> HttpResponse:
    rows = kept.rows if kept else []
    wrong = [row for row in rows if row["problem"]]
    good = [row for row in rows if not row["problem"]]
    shows(request, Place.SHEET, others=min(len(rows), 2 * SHOWN_OF_FILE), number=sheet.pk)
    context = {
        "sheet": sheet,
        "form": form,
        "kept": kept,
        "columns": [(name, LABELS[name]) for name in fields_of(sheet)],
        "wrong": wrong[:SHOWN_OF_FILE],
        "wrong_count": len(wrong),
        "good": good[:SHOWN_OF_FILE],
        "good_count": len(good),
        "shown": SHOWN_OF_FILE,
    }
    return render(request, "desk/paper/upload.html", context, status=status)


def _take(request: HttpRequest, sheet: PaperSheet) -> HttpResponse:
    kept = SheetUpload.objects.filter(sheet=sheet, by=colleague(request)).first()
    if kept is None:
        raise Http404
    typed = {row["number"]: row["values"] for row in kept.rows if not row["problem"]}
    _say(request, type_sheet(sheet=sheet, typed=typed, by=colleague(request), at=timezone.now()))
    return redirect("desk:sheet", sheet.pk)


@require_http_methods(["GET", "POST"])
@staff_page
def sheet_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Both typings beside each other; with the paper in hand, somebody says what it reads."""
    sheet = find_sheet(request, pk)
    line = get_object_or_404(SheetLine.objects.select_related("sheet"), sheet=sheet, number=number)
    require(may_decide_line(request.user, line))
    row = TypedRow(
        number, {**_blank(sheet, number).values, **(line.agreed or line.first or line.second or {})}
    )
    do = request.POST.get("do", "")
    if request.method == "POST":
        row = _decided(request, sheet, line, do)
        if do == "strike" or not (row.errors or row.is_empty):
            values = {} if do == "strike" else row.values
            decide_line(line=line, values=values, by=colleague(request), at=timezone.now())
            messages.success(request, _("Row %(number)s is decided.") % {"number": number})
            return redirect("desk:sheet", pk)
        if row.is_empty:
            row.errors["name"] = _("Nothing has been typed yet.")
    shows(request, Place.SHEET, others=1, number=sheet.pk)
    context = {
        "sheet": sheet,
        "line": line,
        "row": row,
        "both": [
            (LABELS[name], (line.first or {}).get(name, ""), (line.second or {}).get(name, ""))
            for name in fields_of(sheet)
        ],
        "columns": [(name, LABELS[name], LONGEST[name]) for name in fields_of(sheet)],
        "sides": Side.choices,
        "categories": list(Category.objects.filter(is_shown=True).values_list("key", "name")),
    }
    return render(request, "desk/paper/row.html", context, status=422 if row.errors else 200)


def _decided(request: HttpRequest, sheet: PaperSheet, line: SheetLine, do: str) -> TypedRow:
    """What the first or the second typed, or what stands in the form."""
    chosen = {"first": line.first, "second": line.second}.get(do)
    if chosen is None:
        chosen = {name: request.POST.get(f"row-{line.number}-{name}", "") for name in fields_of(sheet)}
    return check_row(sheet, line.number, chosen)
