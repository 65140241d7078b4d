"""What the commands that move institutions have in common."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db.models import Q

from tenants.context import public
from tenants.models import Institution
from tenants.moving.archive.sealing import SHORTEST_PASSPHRASE


def institution_named(name: str) -> Institution:
    """By one of its hosts, or its schema. Raises CommandError."""
    with public():
        found = Institution.objects.filter(Q(domains__domain=name) | Q(schema_name=name)).distinct().first()
    if found is None:
        raise CommandError(f"No institution lives at {name}.")
    return found


def passphrase_in(file: Path | None) -> str:
    """The first line of `file`. Raises CommandError."""
    if file is None:
        return ""
    try:
        phrase = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except OSError as error:
        raise CommandError(f"{file} cannot be read.") from error
    if len(phrase) < SHORTEST_PASSPHRASE:
        raise CommandError(f"A passphrase has at least {SHORTEST_PASSPHRASE} characters.")
    return phrase
