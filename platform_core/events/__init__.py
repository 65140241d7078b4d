"""Event = audit trail + outbox. See platform_core/docs/EVENTS.md."""
