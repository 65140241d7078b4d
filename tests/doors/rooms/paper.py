"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from civic.paper.folding import fold
from civic.paper.kiosks import set_up_kiosk
from civic.paper.models import KioskVisit, PaperDeed, PaperSheet, SheetKind, SheetLine, Wish
from civic.paper.people import recognise
from civic.paper.recognising import known_by
from civic.paper.sheets import About, Collected, make_sheet, type_sheet
from civic.people.models import Role, StaffRole
from platform_core.accounts.models import User
from tests.doors.kinds import FORM_ONLY, LEADS_BACK, MODERATOR_SAYS_SO, OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "desk:paper": MODERATOR_SAYS_SO,
    "desk:new_sheet": MODERATOR_SAYS_SO,
    "desk:sheet": MODERATOR_SAYS_SO,
    "desk:sheet_place": FORM_ONLY,
    "desk:sheet_scan": FORM_ONLY,
    "desk:sheet_scan_copy": MODERATOR_SAYS_SO,
    # Two have typed it: it is typed no more.
    "desk:sheet_typing": Door(302, 404, 403, 409, 409),
    "desk:sheet_upload": Door(302, 404, 403, 409, 409),
    "desk:sheet_row": MODERATOR_SAYS_SO,
    "desk:sheet_carrying_out": FORM_ONLY,
    "desk:sheet_cancellation": MODERATOR_SAYS_SO,
    "desk:sheet_print": MODERATOR_SAYS_SO,
    "desk:sheet_pdf": MODERATOR_SAYS_SO,
    "desk:item_poster": MODERATOR_SAYS_SO,
    "desk:item_poster_pdf": MODERATOR_SAYS_SO,
    "desk:counter": MODERATOR_SAYS_SO,
    "desk:deed_cancellation": MODERATOR_SAYS_SO,
    "desk:deed_files": MODERATOR_SAYS_SO,
    "desk:deed_file_removal": FORM_ONLY,
    "desk:foldings": MODERATOR_SAYS_SO,
    "desk:folding_by_hand": MODERATOR_SAYS_SO,
    "desk:folding_undoing": MODERATOR_SAYS_SO,
    "desk:kiosks": MODERATOR_SAYS_SO,
    "desk:kiosk_revocation": FORM_ONLY,
    "desk:kiosk_visit": MODERATOR_SAYS_SO,
    "portal:paper_sheets": OPEN,
    # Nobody of the table comes from a kiosk: everything of it leads to where one is switched on.
    "portal:kiosk": OPEN,
    "portal:kiosk_proposals": LEADS_BACK,
    "portal:kiosk_proposal": LEADS_BACK,
    "portal:kiosk_support": LEADS_BACK,
    "portal:kiosk_debates": LEADS_BACK,
    "portal:kiosk_debate": LEADS_BACK,
    "portal:kiosk_opinion": LEADS_BACK,
    "portal:kiosk_propose": LEADS_BACK,
    "portal:kiosk_visit": LEADS_BACK,
    "portal:kiosk_done": LEADS_BACK,
    "portal:kiosk_end": LEADS_BACK,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    sheet = _sheet(scene)
    on_sheet: dict[str, object] = {"pk": sheet.pk}
    on_item: dict[str, object] = {"number": scene.gathering.pk}
    device = set_up_kiosk(
        name=f"태블릿{scene.mark}", place=f"1층{scene.mark}", by=scene.administrator, at=scene.now
    ).device
    visit = KioskVisit.objects.create(
        key=uuid4(),
        device=device,
        wish=Wish.SUPPORT,
        item=scene.gathering,
        typed={"name": f"김{scene.mark}", "contact": "010-1234-5678"},
        number=7,
        begun_at=scene.now,
        until=scene.now + timedelta(days=1),
    )
    names = "sheet sheet_place sheet_scan sheet_scan_copy sheet_typing sheet_upload sheet_carrying_out sheet_cancellation"
    return {
        **{f"desk:{name}": on_sheet for name in f"{names} sheet_print sheet_pdf".split()},
        "desk:sheet_row": {**on_sheet, "number": 1},
        "desk:item_poster": on_item,
        "desk:item_poster_pdf": on_item,
        "desk:kiosk_revocation": {"pk": device.pk},
        "desk:kiosk_visit": {"pk": visit.pk},
        "portal:paper_sheets": on_item,
        "portal:kiosk_proposal": on_item,
        "portal:kiosk_support": on_item,
        "portal:kiosk_visit": {"key": visit.key},
        "portal:kiosk_debate": {"pk": 1},
        "portal:kiosk_opinion": {"pk": 1},
        **_person(scene),
    }


def _sheet(scene: Scene) -> PaperSheet:
    """Typed by two, who differ, with a scan beside it."""
    colleague = User.objects.create_user("typist@example.org", None, name=f"동료{scene.mark}")
    StaffRole.objects.create(user=colleague, role=Role.MODERATOR)
    sheet = make_sheet(
        about=About(SheetKind.SUPPORT, scene.gathering),
        collected=Collected(f"시장{scene.mark}"),
        rows=5,
        by=scene.administrator,
        at=scene.now,
    )
    for by, name in ((scene.administrator, "김하나"), (colleague, "김두나")):
        typed = {1: {"name": f"{name}{scene.mark}", "contact": "010-1234-5678"}}
        type_sheet(sheet=sheet, typed=typed, by=by, at=scene.now)
    stored = default_storage.save(f"paper/{uuid4().hex}.txt", ContentFile(scene.mark.encode() or b"text"))
    PaperSheet.objects.filter(pk=sheet.pk).update(
        scan=stored, scan_name="종이.pdf", scan_type="application/pdf", scan_until=scene.now.date()
    )
    assert SheetLine.objects.get(sheet=sheet).agreed is None
    return sheet


def _person(scene: Scene) -> dict[str, dict[str, object]]:
    """Somebody who signed at the counter, and turned out to have an account."""
    stand_in = recognise(
        name=f"박{scene.mark}",
        known=known_by("박", "010-0000-1111"),
        by=scene.administrator,
        at=scene.now,
    )
    deed = PaperDeed.objects.create(
        kind=SheetKind.SUPPORT,
        item=scene.gathering,
        citizen=stand_in,
        seen=f"주민등록증{scene.mark}",
        entered_by=scene.administrator,
        entered_at=scene.now,
    )
    folding = fold(stand_in=stand_in, account=scene.author, by=scene.administrator, at=scene.now)
    assert folding is not None
    proposed = PaperDeed.objects.create(
        kind=SheetKind.PROPOSE,
        item=scene.gathering,
        citizen=stand_in,
        entered_by=scene.administrator,
        entered_at=scene.now,
    )
    return {
        "desk:deed_cancellation": {"pk": deed.pk},
        "desk:deed_files": {"pk": proposed.pk},
        "desk:deed_file_removal": {"pk": proposed.pk, "number": 1},
        "desk:folding_undoing": {"pk": folding.pk},
    }
