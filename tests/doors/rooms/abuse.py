"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from civic.abuse.invalidating import count_first
from civic.abuse.limiting import limit_quietly
from civic.abuse.models import Meant, Stop
from civic.abuse.selecting import Conditions
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, GONE, LEADS_BACK, SIGN_IN, Door
from tests.doors.scene import Scene
from tests.fixtures.people import new_citizen

DOORS: dict[str, Door] = {
    "desk:abuse": ADMINISTRATOR_SAYS_SO,
    "desk:abuse_limits": ADMINISTRATOR_SAYS_SO,
    "desk:abuse_lifting": LEADS_BACK,
    "desk:abuse_stops": ADMINISTRATOR_SAYS_SO,
    "desk:abuse_stop_lifting": Door(SIGN_IN, GONE, 403, 403, SIGN_IN),
    "desk:invalidation_new": ADMINISTRATOR_SAYS_SO,
    "desk:invalidation": ADMINISTRATOR_SAYS_SO,
    "desk:invalidation_beginning": LEADS_BACK,
    "desk:invalidation_undoing": LEADS_BACK,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    limit = limit_quietly(
        person=new_citizen(f"한 사람{scene.mark}"),
        days=3,
        ground="repeated",
        reason=f"여러 계정 {scene.mark}",
        by=scene.administrator,
        at=scene.now,
    )
    made = count_first(
        said=Meant.SUPPORT,
        asked=Conditions(items=(scene.gathering.pk,)),
        reason=f"한 곳에서 {scene.mark}",
        by=scene.administrator,
        at=scene.now,
    )
    stop = Stop.objects.create(
        scope="network",
        key=f"abc{scene.mark}",
        counted=9,
        most=5,
        begins_at=scene.now - timedelta(days=2),
        ends_at=scene.now - timedelta(days=1),
    )
    one = {"number": made.pk}
    return {
        "desk:abuse_stop_lifting": {"number": stop.pk},
        "desk:abuse_lifting": {"number": limit.pk},
        "desk:invalidation": one,
        "desk:invalidation_beginning": one,
        "desk:invalidation_undoing": one,
    }
