"""What something costs: lines, tax and sum, before anybody is billed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from billing.calendar import day_of_the_office, share_left
from billing.models import Coupon, PlanVersion, Subscription
from billing.money import VAT_PERCENT, check_amount, require_currency, vat_on
from platform_core.access import Refused, no, require
from tenants.models import Institution

MOST_SEATS = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` is below zero for what is taken off or given back."""

    what: str
    amount: int


@dataclass(frozen=True, slots=True)
class Quote:
    currency: str
    lines: tuple[Line, ...]
    net: int
    vat: int

    @property
    def total(self) -> int:
        return self.net + self.vat


def vat_percent(institution: Institution) -> int:
    """영세율 for whoever is abroad (부가가치세법 제22조)."""
    return VAT_PERCENT if institution.country == "KR" else 0


def check_seats(seats: int) -> int:
    if not 0 <= seats <= MOST_SEATS:
        raise Refused(no("seats", _("This number of seats is not possible.")))
    return seats


def quote_term(
    *, institution: Institution, version: PlanVersion, seats: int = 0, coupon: Coupon | None = None
) -> Quote:
    """A whole term of `version`, with `seats` beside it and what `coupon` takes off."""
    lines = [Line(version.plan.label, version.price)]
    if check_seats(seats):
        lines.append(
            Line(_("%(seats)s more staff seats") % {"seats": f"{seats:,}"}, version.seat_price * seats)
        )
    if coupon is not None:
        lines.append(
            Line(_("Coupon %s") % coupon.code, -_taken_off(coupon, sum(one.amount for one in lines)))
        )
    return sum_up(institution, version.currency, lines)


def quote_change(
    *,
    institution: Institution,
    held: Subscription,
    version: PlanVersion,
    seats: int,
    today: date,
    until: date | None = None,
) -> Quote:
    """From one version to another in the middle of a term: the rest of the new one, less the rest of the old one.

    With `until`, the next term is paid up to that day: it changes, too.

    Raises Refused (`costs_less`) when nothing would be left to pay: that takes place at the end of the term.
    """
    assert held.version is not None and held.term_starts_on is not None and held.term_ends_on is not None
    require_currency(version.currency, held.version.currency)
    left, whole = share_left(held.term_starts_on, held.term_ends_on, today)
    new = version.price + version.seat_price * check_seats(seats)
    old = held.version.price + held.version.seat_price * held.seats
    new, old = (one * left // whole + (one if until else 0) for one in (new, old))
    if new < old:
        raise Refused(
            no(
                "costs_less",
                _("What costs less begins with the next term: this one is paid."),
                _("Choose “at the end of the term”."),
            )
        )
    days = {"days": (until - today).days if until else left}
    lines = [
        Line(_("%(plan)s, for %(days)s days") % {"plan": version.plan.label, **days}, new),
        Line(_("Given back: %(plan)s, for %(days)s days") % {"plan": held.version.plan.label, **days}, -old),
    ]
    return sum_up(institution, version.currency, lines)


def sum_up(institution: Institution, currency: str, lines: list[Line]) -> Quote:
    net = check_amount(sum(one.amount for one in lines))
    return Quote(currency, tuple(lines), net, vat_on(net, vat_percent(institution)))


def _taken_off(coupon: Coupon, net: int) -> int:
    return net * coupon.percent // 100 if coupon.percent else min(coupon.amount, net)


def coupon_called(code: str, *, currency: str, at: datetime) -> Coupon | None:
    """None for an empty code. Its last day is the operators', wherever the institution is. Raises Refused: `unknown_coupon`, `coupon_over`, `wrong_currency`."""
    code = code.strip()
    if not code:
        return None
    coupon = Coupon.objects.filter(code__iexact=code).first()
    if coupon is None:
        raise Refused(no("unknown_coupon", _("This coupon is not known."), _("Look at its spelling.")))
    is_past = coupon.ends_on is not None and day_of_the_office(at) > coupon.ends_on
    if coupon.uses >= coupon.most_uses or is_past or coupon.withdrawn_at is not None:
        require(no("coupon_over", _("This coupon can no longer be used.")))
    if not coupon.percent:
        require_currency(coupon.currency, currency)
    return coupon
