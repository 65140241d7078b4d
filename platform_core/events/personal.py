"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

# By the index of a subject: a city's events are many.
holds(
    "events_event",
    _("What was written down of your account"),
    by="subject_id",
    only="subject_type = 'accounts.user'",
    without="data last_error attempts retry_at announced_at actor_id",
)
not_theirs(
    "events_event", "actor_id", _("What somebody did stands in the tables of the rooms where they did it.")
)
