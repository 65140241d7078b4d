"""What operators read of each event in an institution's history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.event_words import EVENT_WORDS as OFFICE
from tenants import events
from tenants.moving import events as moving
from tenants.watching import events as watching

EVENT_WORDS: dict[str, str | Promise] = {
    **OFFICE,
    events.ORDERED: _("Ordered"),
    events.OPENED: _("Opened"),
    events.RENAMED: _("Renamed"),
    events.DESCRIBED: _("Home page described"),
    events.WORDED: _("Words changed"),
    events.LANGUAGES: _("Languages chosen"),
    events.PLACED: _("Kind, time zone or country changed"),
    events.DESIGNED: _("Arranged after a blueprint"),
    events.TRIAL_BEGUN: _("Trial begun"),
    events.ENTITLED: _("Plan set"),
    events.READ_ONLY: _("Made read-only"),
    events.SUSPENDED: _("Suspended"),
    events.REOPENED: _("Reopened"),
    events.ARCHIVED: _("Archived"),
    events.SITE_ASKED: _("Static site asked for"),
    events.SITE_MADE: _("Static site made"),
    events.ERASURE_ASKED: _("Erasure asked for"),
    events.ERASURE_CANCELLED: _("Erasure cancelled"),
    events.ERASED: _("Erased"),
    events.DISCARDED: _("Its order was discarded"),
    events.BATCH_BEGUN: _("Many were opened from a table"),
    events.VOLUNTEERED: _("Offered to be among the first to be updated"),
    events.STEPPED_BACK: _("No longer among the first to be updated"),
    events.DOMAIN_ASKED: _("An address of its own was asked for"),
    events.DOMAIN_LIVE: _("An address of its own leads here"),
    events.DOMAIN_FAILING: _("An address of its own fails"),
    events.DOMAIN_LOST: _("An address of its own was lost"),
    events.DOMAIN_PRIMARY: _("Its main address was changed"),
    events.DOMAIN_RELEASED: _("An address of its own was given up"),
    moving.EXPORT_ORDERED: _("Everything was asked for, to take along"),
    moving.EXPORT_MADE: _("Everything lies ready to be taken along"),
    moving.EXPORT_FETCHED: _("Everything was taken along"),
    moving.IMPORTED: _("Taken in from elsewhere"),
    moving.COPIED: _("A training copy was made"),
    moving.RESTORED: _("Brought back to an earlier moment"),
    watching.VISIT_ASKED: _("Asked to enter"),
    watching.ALERT_ACKNOWLEDGED: _("Somebody has seen to an alert"),
    watching.RECEIVER_ADDED: _("A receiver of alerts was added"),
    watching.RECEIVER_REMOVED: _("A receiver of alerts was removed"),
    watching.INCIDENT_OPENED: _("A disturbance was told of"),
    watching.INCIDENT_ENDED: _("A disturbance is over"),
}
