"""Every log line says in whose house it was written, and nothing about who the citizen is."""

import logging

from django.db import connection


class InstitutionFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        # A request is logged after its connection has left the institution: ask the request first.
        institution = getattr(getattr(record, "request", None), "tenant", None)
        record.institution = getattr(institution or connection, "schema_name", None) or "-"
        return True
