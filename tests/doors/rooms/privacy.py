"""Addresses of this room, and one of everything behind them."""

from civic.privacy.models import Came, DataRequest, Wish
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, MEMBER, MEMBER_ONCE_MORE, OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "account_agreements": MEMBER,
    "portal:retention": OPEN,
    "desk:destruction_register": ADMINISTRATOR_SAYS_SO,
    "desk:looks": ADMINISTRATOR_SAYS_SO,
    "desk:data_requests": ADMINISTRATOR_SAYS_SO,
    "desk:new_data_request": ADMINISTRATOR_SAYS_SO,
    "desk:data_request": ADMINISTRATOR_SAYS_SO,
    "desk:privacy_officer": ADMINISTRATOR_SAYS_SO,
    "desk:names": ADMINISTRATOR_SAYS_SO,
    "portal:my_requests": MEMBER,
    "portal:my_request_back": FORM_ONLY,
    "portal:my_data_resumption": FORM_ONLY,
    "portal:privacy_officer": OPEN,
    "portal:my_data_looks": MEMBER,
    "portal:my_data": MEMBER_ONCE_MORE,
    "portal:my_data_file": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    asked = DataRequest.objects.create(
        user=scene.author,
        wish=Wish.SEE,
        words=f"무엇을 갖고 있나요{scene.mark}",
        came=Came.ONLINE,
        asked_at=scene.now,
        due_on=scene.now.date(),
    )
    return {name: {"pk": asked.pk} for name in ("desk:data_request", "portal:my_request_back")}
