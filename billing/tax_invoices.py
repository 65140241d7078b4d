"""세금계산서, as 홈택스 takes many at once (전자세금계산서 → 일괄발급 → 엑셀 등록, “세금계산서등록양식(일반).xlsx”).

The form's own file is only given out behind the tax office's log-in, so it was not at hand. What is written here are the
59 columns, their order and their words as seven programs write them that were published by others, independently of each
other, for that form, and they agree: kind of invoice first, ten columns of the supplier, nine of the buyer, the sums,
four items of eight columns each, four ways of payment, and whether it is paid. Heads stand in line 6 of the sheet
“엑셀업로드양식”, rows begin in line 7. Looked up in November 2026. Should the tax office change it, its words come first:
copy the rows from line 7 on into the file it gives out today.

An invoice of one of ours holds one item: what was billed, with its whole sum and tax, so that items and sums agree
whatever was taken off by a coupon.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from billing.models import Invoice, InvoiceState

SHEET = "엑셀업로드양식"
ITEMS = 4
_PARTY = "등록번호 종사업장번호 상호 성명 사업장주소 업태 종목".split()
_ITEM = "일자 품목 규격 수량 단가 공급가액 세액 품목비고".split()
HEADS: tuple[str, ...] = (
    "전자(세금)계산서 종류 (01:일반, 02:영세율)",
    "작성일자",
    *(f"공급자 {name}" for name in _PARTY),
    "공급자 이메일",
    *(f"공급받는자 {name}" for name in _PARTY),
    "공급받는자 이메일1",
    "공급받는자 이메일2",
    "공급가액",
    "세액",
    "비고",
    *(f"{name}{number}" for number in range(1, ITEMS + 1) for name in _ITEM),
    "현금",
    "수표",
    "어음",
    "외상미수금",
    "영수(01),청구(02)",
)
# Lines 1 to 5 of the form are the tax office's own guidance.
ABOVE = ("전자세금계산서 일괄발급 — 7행부터 등록합니다.", "", "", "", "")
USUAL, ZERO_RATED = "01", "02"
RECEIVED, ASKED_FOR = "01", "02"


def written_in(year: int) -> QuerySet[Invoice]:
    """Bills of a year that a tax invoice can be written for: in won, something to pay, the buyer's number known."""
    found = Invoice.objects.filter(year=year, currency="KRW", total__gt=0).exclude(state=InvoiceState.VOID)
    return found.exclude(buyer__registration_number="").order_by("number")


def rows(found: Iterable[Invoice]) -> Iterator[list[Any]]:
    """In the order of HEADS; registration numbers and days as text, sums as whole won."""
    for one in found:
        yield [
            USUAL if one.vat else ZERO_RATED,
            one.issued_on.strftime("%Y%m%d"),
            *_supplier(),
            *_buyer(one.buyer),
            one.net,
            one.vat,
            " ".join(part for part in (one.buyer.get("po_number"), one.buyer.get("contract_number")) if part),
            *_items(one),
            *("", "", "", ""),
            RECEIVED if one.state == InvoiceState.PAID else ASKED_FOR,
        ]


def _supplier() -> list[str]:
    ours = settings.SUPPLIER
    return [
        _bare(ours["registration_number"]),
        "",
        ours["name"],
        ours["representative"],
        ours["address"],
        ours["business_type"],
        ours["business_item"],
        ours["email"],
    ]


def _buyer(buyer: dict[str, Any]) -> list[str]:
    return [
        _bare(buyer["registration_number"]),
        "",
        buyer["name"],
        buyer["representative"],
        buyer["address"],
        buyer["business_type"],
        buyer["business_item"],
        buyer["contact_email"],
        "",
    ]


def _items(one: Invoice) -> list[Any]:
    first = one.lines[0]["what"] if one.lines else ""
    what = f"{first} 외 {len(one.lines) - 1}건" if len(one.lines) > 1 else first
    day = one.issued_on.strftime("%d")
    return [day, what, "", 1, one.net, one.net, one.vat, "", *[""] * len(_ITEM) * (ITEMS - 1)]


def _bare(number: str) -> str:
    return number.replace("-", "")
