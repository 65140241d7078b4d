"""Every log line says in whose house it was written, and nothing about who the citizen is."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection

# Which request, or which task, is being answered; its lines can be found together.
request_number: ContextVar[str] = ContextVar("request_number", default="-")

# Looked for from the beginning of a run of letters alone: a long path would otherwise be read again from each.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+")
PHONE = re.compile(r"\b0\d{1,2}[- .]?\d{3,4}[- .]?\d{4}\b")


def masked(text: str) -> str:
    return PHONE.sub("[phone]", EMAIL.sub("[e-mail]", text))


class Line(logging.Formatter):
    """A database names the address in “already exists”: so what goes wrong is masked as well as what is said."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class JsonLine(logging.Formatter):
    """One line of JSON for each record, for programs that collect logs. Masked like the others."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "institution": getattr(record, "institution", "-"),
            "request": getattr(record, "request_number", "-"),
            "message": masked(record.getMessage()),
        }
        if record.exc_info:
            said["error"] = masked(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


class InstitutionFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        # A request is logged after its connection has left the institution: ask the request first.
        # (Django says “Not Found” when everything of ours is done with it.)
        request = getattr(record, "request", None)
        institution = getattr(request, "tenant", None)
        record.institution = getattr(institution or connection, "schema_name", None) or "-"
        record.request_number = getattr(request, "number", None) or request_number.get()
        return True
