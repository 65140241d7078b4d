"""Our own bills, paid by bank transfer: what most municipalities buy by. There is nobody to ask, so nothing is down."""

from datetime import datetime, timedelta

from billing.calendar import day_of, term_end
from billing.gateway import Held, RemoteInvoice, Terms
from billing.invoicing import issue_invoice
from billing.models import Subscription
from billing.next_term import paid_ahead
from billing.pricing import Quote, quote_change, quote_term


class ByInvoice:
    def open_customer(self, held: Subscription, *, key: str) -> str:
        return ""

    def subscribe(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> Held:
        """The term begins today, and its bill is written at once."""
        institution = held.institution
        today = day_of(institution, at)
        ends = term_end(today, terms.version.period)
        issue_invoice(
            institution=institution,
            version=terms.version,
            quote=quote_term(
                institution=institution, version=terms.version, seats=terms.seats, coupon=terms.coupon
            ),
            period=(today, ends),
            due_on=today + timedelta(days=terms.days_until_due),
            key=key,
            at=at,
        )
        return Held("", "", today, ends, version_id=terms.version.pk, seats=terms.seats)

    def preview(self, held: Subscription, terms: Terms, *, at: datetime) -> Quote:
        return quote_change(
            institution=held.institution,
            held=held,
            version=terms.version,
            seats=terms.seats,
            today=day_of(held.institution, at),
            until=paid_ahead(held),
        )

    def change(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> Held:
        """The difference for the rest of the term is billed at once; the term stays."""
        today = day_of(held.institution, at)
        assert held.term_starts_on is not None and held.term_ends_on is not None
        if held.term_ends_on > today:
            issue_invoice(
                institution=held.institution,
                version=terms.version,
                quote=self.preview(held, terms, at=at),
                period=(today, paid_ahead(held) or held.term_ends_on),
                due_on=today + timedelta(days=terms.days_until_due),
                key=key,
                at=at,
            )
        return Held(
            "", "", held.term_starts_on, held.term_ends_on, version_id=terms.version.pk, seats=terms.seats
        )

    def change_at_end(self, held: Subscription, terms: Terms, *, key: str, at: datetime) -> None:
        """Nothing to do: the clock takes the next version when the term is over (billing/terms.py)."""

    def cancel_at_end(self, held: Subscription, *, key: str, at: datetime) -> None:
        """Nothing to do: the clock ends it."""

    def resume(self, held: Subscription, *, key: str, at: datetime) -> None:
        """Nothing to do: the clock goes on."""

    def mark_paid(self, ref: str, *, key: str) -> None:
        """Our own bills are marked in our own books."""

    def portal(self, held: Subscription, *, return_to: str) -> str:
        return ""

    def read(self, held: Subscription) -> Held | None:
        return None

    def invoices(self, held: Subscription) -> list[RemoteInvoice]:
        return []

    def report_usage(self, held: Subscription, meter: str, value: int, at: datetime, *, key: str) -> None:
        """What was used is on our own pages."""
