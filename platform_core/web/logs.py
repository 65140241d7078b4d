"""Every log line says in whose house it was written, and nothing about who the citizen is."""

import logging

from django.db import connection


class InstitutionFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.institution = getattr(connection, "schema_name", None) or "-"
        return True
