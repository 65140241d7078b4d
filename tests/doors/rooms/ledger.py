"""Addresses of this room, and one of everything behind them."""

from civic.journeys.support import give_support
from civic.ledger.models import Checkpoint
from civic.ledger.receipts import standing_of
from civic.ledger.sealing import seal
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, MEMBER, OPEN, SIGN_IN, Door
from tests.doors.scene import Scene

# A receipt is for whom it was made.
MINE = Door(SIGN_IN, 200, 404, 404, 404)
DOORS: dict[str, Door] = {
    "portal:ledger": OPEN,
    "portal:ledger_verifier": OPEN,
    "portal:ledger_checkpoint": OPEN,
    "portal:ledger_tile": OPEN,
    "portal:my_receipts": MEMBER,
    "portal:receipt": MINE,
    "portal:receipt_file": MINE,
    "desk:ledger": ADMINISTRATOR_SAYS_SO,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    item = scene.make_proposal(title=f"영수증이 있는 제안{scene.mark}")
    give_support(proposal=item, citizen=scene.author)
    seal(at=scene.now)
    mine = {"number": standing_of(scene.author.pk, most=1)[0].entry}
    newest = Checkpoint.objects.order_by("-id")[0]
    return {
        "portal:ledger_checkpoint": {"number": newest.pk},
        "portal:ledger_tile": {"place": "0-0"},
        "portal:receipt": mine,
        "portal:receipt_file": mine,
    }
