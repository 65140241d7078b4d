"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from billing.invoicing import issue_invoice
from billing.pricing import Line, Quote
from tenants.connection import connection
from tests.doors.kinds import ADMINISTRATOR, FORM_ONLY, LEADS_BACK, Door
from tests.doors.scene import Scene

NO_CARDS = Door(302, 404, 404, 404, 404)
DOORS: dict[str, Door] = {
    "billing:plan": ADMINISTRATOR,
    "billing:usage": ADMINISTRATOR,
    "billing:order": ADMINISTRATOR,
    # Nothing was ordered: there is nothing to cancel.
    "billing:cancellation": Door(302, 404, 404, 404, 409),
    "billing:party": ADMINISTRATOR,
    "billing:bill": ADMINISTRATOR,
    # Who pays by transfer keeps no card anywhere.
    "billing:portal": NO_CARDS,
    "billing:rooms": LEADS_BACK,
    "billing:resumption": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    today = scene.now.date() + timedelta(days=1)
    bill = issue_invoice(
        institution=connection.tenant,
        version=None,
        quote=Quote("KRW", (Line(scene.mark, 1_000),), 1_000, 100),
        period=(today, today + timedelta(days=365)),
        due_on=today + timedelta(days=30),
        key=f"doors-{scene.mark}",
        at=scene.now,
    )
    return {"billing:bill": {"pk": bill.pk}}
