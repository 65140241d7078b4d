"""What is moved, as recorded in the public schema."""

EXPORT_ORDERED = "tenants.export.ordered"
EXPORT_MADE = "tenants.export.made"
EXPORT_FETCHED = "tenants.export.fetched"
IMPORTED = "tenants.institution.imported"
COPIED = "tenants.institution.copied"
RESTORED = "tenants.institution.restored"
