"""/desk/paper/: sheets, the counter, kiosks."""

from django.urls import URLPattern, path

from civic.desk.views import (
    paper,
    paper_cancelling,
    paper_counter,
    paper_files,
    paper_folding,
    paper_kiosks,
    paper_printing,
    paper_typing,
)

_SHEET = "paper/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("paper/", paper.sheets, name="paper"),
    path("paper/new/", paper.new_sheet, name="new_sheet"),
    path(_SHEET, paper.sheet, name="sheet"),
    path(f"{_SHEET}place/", paper.sheet_place, name="sheet_place"),
    path(f"{_SHEET}scan/", paper.sheet_scan, name="sheet_scan"),
    path(f"{_SHEET}scan/copy/", paper.sheet_scan_copy, name="sheet_scan_copy"),
    path(f"{_SHEET}typing/", paper_typing.sheet_typing, name="sheet_typing"),
    path(f"{_SHEET}upload/", paper_typing.sheet_upload, name="sheet_upload"),
    path(f"{_SHEET}rows/<int:number>/", paper_typing.sheet_row, name="sheet_row"),
    path(f"{_SHEET}carrying-out/", paper.sheet_carrying_out, name="sheet_carrying_out"),
    path(f"{_SHEET}cancellation/", paper_cancelling.sheet_cancellation, name="sheet_cancellation"),
    path(f"{_SHEET}print/", paper_printing.sheet_print, name="sheet_print"),
    path(f"{_SHEET}sheet.pdf", paper_printing.sheet_pdf, name="sheet_pdf"),
    path("paper/posters/<int:number>/", paper_printing.poster_print, name="item_poster"),
    path("paper/posters/<int:number>/poster.pdf", paper_printing.poster_pdf, name="item_poster_pdf"),
    path("paper/counter/", paper_counter.counter, name="counter"),
    path("paper/deeds/<int:pk>/cancellation/", paper_cancelling.deed_cancellation, name="deed_cancellation"),
    path("paper/deeds/<int:pk>/files/", paper_files.deed_files, name="deed_files"),
    path(
        "paper/deeds/<int:pk>/files/<int:number>/removal/",
        paper_files.deed_file_removal,
        name="deed_file_removal",
    ),
    path("paper/foldings/", paper_cancelling.foldings, name="foldings"),
    path("paper/foldings/new/", paper_folding.folding_by_hand, name="folding_by_hand"),
    path("paper/foldings/<int:pk>/undoing/", paper_cancelling.folding_undoing, name="folding_undoing"),
    path("paper/kiosks/", paper_kiosks.kiosks, name="kiosks"),
    path("paper/kiosks/<int:pk>/revocation/", paper_kiosks.kiosk_revocation, name="kiosk_revocation"),
    path("paper/visits/<int:pk>/", paper_kiosks.kiosk_visit, name="kiosk_visit"),
]
