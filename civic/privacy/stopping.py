"""처리정지: somebody asks that nothing be done with what is kept of them, and it is kept and nothing else.

From that moment they get no letters and no news, are named to nobody, and take part in nothing; what was counted stays
counted, what they wrote stays without their name. They end it themselves, and everything is as before.
"""

from datetime import datetime

from django.db import transaction

from civic.privacy.rules import may_stop
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.actions import forget_waiting_mail_of

STOPPED = "privacy.processing.stopped"
RESUMED = "privacy.processing.resumed"


@transaction.atomic
def stop_processing(*, person: User, by: User, at: datetime) -> None:
    """Letters that wait are not sent any more. Raises Refused."""
    held = User.objects.select_for_update().get(pk=person.pk)
    require(may_stop(held))
    User.objects.filter(pk=held.pk).update(stopped_at=at)
    person.stopped_at = at
    forget_waiting_mail_of(user=held)
    record(STOPPED, held, at=at, actor=by)


@transaction.atomic
def resume_processing(*, person: User, at: datetime) -> bool:
    """Only they themselves do. False when nothing was stopped."""
    done = User.objects.filter(pk=person.pk, stopped_at__isnull=False).update(stopped_at=None)
    if done:
        person.stopped_at = None
        record(RESUMED, person, at=at, actor=person)
    return bool(done)
