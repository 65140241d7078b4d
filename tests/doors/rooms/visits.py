"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta
from uuid import uuid4

from civic.visits.models import Trace, TraceKind, Visit
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, OPEN, Door, all_get
from tests.doors.scene import Scene

# Without a pass the door says that it opens nothing, to whoever asks.
NO_PASS = all_get(409)

DOORS: dict[str, Door] = {
    "visits:entry": NO_PASS,
    "visits:end": FORM_ONLY,
    "visits:over": OPEN,
    "desk:visits": ADMINISTRATOR_SAYS_SO,
    "desk:visit": ADMINISTRATOR_SAYS_SO,
    "desk:visit_csv": ADMINISTRATOR_SAYS_SO,
    "desk:visit_end": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    visit = Visit.objects.create(
        key=uuid4(),
        operator=1,
        operator_name=f"오운영{scene.mark}",
        user=scene.administrator,
        reason=f"장애 확인{scene.mark}",
        begun_at=scene.now,
        until=scene.now + timedelta(minutes=15),
    )
    Trace.objects.create(visit=visit, at=scene.now, kind=TraceKind.SEEN, address=f"/desk/?q={scene.mark}")
    return {name: {"pk": visit.pk} for name in ("desk:visit", "desk:visit_csv", "desk:visit_end")}
