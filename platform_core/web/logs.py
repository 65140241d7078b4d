"""Every log line says in whose house it was written, and nothing about who the citizen is."""

import logging
import re

from django.db import connection

# Looked for from the beginning of a run of letters alone: a long path would otherwise be read again from each.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+")
PHONE = re.compile(r"\b0\d{1,2}[- .]?\d{3,4}[- .]?\d{4}\b")


def masked(text: str) -> str:
    return PHONE.sub("[phone]", EMAIL.sub("[e-mail]", text))


class Line(logging.Formatter):
    """A database names the address in “already exists”: so what goes wrong is masked as well as what is said."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class InstitutionFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        # A request is logged after its connection has left the institution: ask the request first.
        institution = getattr(getattr(record, "request", None), "tenant", None)
        record.institution = getattr(institution or connection, "schema_name", None) or "-"
        return True
