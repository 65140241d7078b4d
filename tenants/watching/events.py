"""What operators do about an institution while they watch it, as recorded in the public schema."""

VISIT_ASKED = "watching.visit.asked"
