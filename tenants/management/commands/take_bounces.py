"""`manage.py take_bounces < report` (a pipe of the mail server), or `take_bounces --maildir /var/mail/bounces`."""

import mailbox
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tenants.utils import get_public_schema_name

from platform_core.outbound.bounces import note_bounce
from platform_core.outbound.reports import LARGEST, NoReport, Report, read_report
from tenants.context import institution_context, public
from tenants.models import Institution


class Command(BaseCommand):
    help = "Reads reports of letters that came back to the platform's address, and tells each institution of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", default="", help="A Maildir; what was read is removed from it.")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {"noted": 0, "known": 0, "unread": 0}
        for raw in _mails(options["maildir"]):
            counts[_taken(raw)] += 1
        self.stdout.write(
            "{noted} noted, {known} known or not ours, {unread} that are no reports".format(**counts)
        )


def _mails(maildir: str) -> Iterator[bytes]:
    if not maildir:
        yield sys.stdin.buffer.read(LARGEST + 1)
        return
    if not Path(maildir).is_dir():
        raise CommandError(f"{maildir} is no Maildir.")
    box = mailbox.Maildir(maildir, create=False)
    for key in sorted(box.keys()):
        yield box.get_bytes(key)
        # Only what was worked through goes: whoever is killed finds it again.
        box.remove(key)


def _taken(raw: bytes) -> str:
    try:
        report = read_report(raw)
    except NoReport:
        return "unread"
    house = _house(report)
    if house is None:
        return "known"
    with house:
        return "noted" if note_bounce(report=report, at=timezone.now()) else "known"


def _house(report: Report) -> AbstractContextManager[Any] | None:
    if report.schema == get_public_schema_name():
        return public()
    with public():
        institution = Institution.objects.filter(schema_name=report.schema).first()
    return institution_context(institution) if institution else None
