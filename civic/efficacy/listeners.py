"""Somebody left: what they said of answers stays counted, and nothing of it is theirs any more."""

from civic.efficacy.models import Digest, DigestWish, SurveyReply
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("accounts.person.withdrew")
def forget_who_said_it(event: Event) -> None:
    """Idempotent. Their words go, whoever could know them by; the presses stay, without a name."""
    gone = event.subject_id or 0
    SurveyReply.objects.filter(person_id=gone).update(words="", person=None)
    DigestWish.objects.filter(user_id=gone).delete()
    Digest.objects.filter(user_id=gone).delete()
