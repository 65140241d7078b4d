"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds

holds(
    "events_event",
    _("What was written down of you"),
    by="actor_id",
    without="data last_error attempts retry_at announced_at",
)
