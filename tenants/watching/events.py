"""What operators do about an institution while they watch it, as recorded in the public schema."""

VISIT_ASKED = "watching.visit.asked"
ALERT_ACKNOWLEDGED = "watching.alert.acknowledged"
RECEIVER_ADDED = "watching.receiver.added"
RECEIVER_REMOVED = "watching.receiver.removed"
INCIDENT_OPENED = "watching.incident.opened"
INCIDENT_ENDED = "watching.incident.ended"
