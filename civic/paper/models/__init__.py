from civic.paper.models.deeds import PaperDeed
from civic.paper.models.kiosks import KioskDevice, KioskVisit, Wish
from civic.paper.models.people import ContactKey, Folding, Means, OfflinePerson
from civic.paper.models.sheets import LineOutcome, PaperSheet, SheetKind, SheetLine, SheetUpload

__all__ = [
    "ContactKey",
    "Folding",
    "KioskDevice",
    "KioskVisit",
    "LineOutcome",
    "Means",
    "OfflinePerson",
    "PaperDeed",
    "PaperSheet",
    "SheetKind",
    "SheetLine",
    "SheetUpload",
    "Wish",
]
