"""A city that is lived in, committed, to be moved about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from civic.demo.filling import fill
from civic.demo.stories import Example, example
from platform_core.outbound.actions import queue_mail
from platform_core.outbound.own_sender import ask_for_sender
from tenants.context import institution_context
from tenants.models import Institution
from tenants.moving.archive.reading import Archive
from tenants.moving.exporting import write_export
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.removal import remove_everything
from tenants.provisioning.run import open_institution
from tests.fixtures.institutions import a_free_host
from tests.fixtures.people import new_staff

PASSPHRASE = "a passphrase that nobody guesses"
CANARY = "카나리아"


def _spoken_of(city: str) -> Example:
    """With every scene, and of the stories only those that a scene speaks of."""
    whole = example(city)
    spoken = repr(whole.scenes)
    kept = [(stage, story) for stage, story in whole.proposals if repr(story["key"]) in spoken]
    return replace(whole, proposals=kept, petition=None)


@contextmanager
def lived_in(city: str = "bada") -> Iterator[Institution]:
    """Committed, with people, proposals, ballots, paper, files and a sender of its own; taken away afterwards."""
    order = InstitutionOrder(
        name="새별군",
        host=a_free_host(),
        administrator_email="first@saebyeol.example",
        process_preset="small_county",
        kind="county",
    )
    institution = open_institution(order=order, at=timezone.now())
    try:
        fill(institution, _spoken_of(city), at=timezone.now(), progress=lambda done, total: None)
        with institution_context(institution):
            administrator = new_staff(name=CANARY, email="canary@saebyeol.example")
            ask_for_sender(address="talk@saebyeol.example", at=timezone.now(), by=administrator)
            queue_mail(to="waiting@saebyeol.example", subject=CANARY, text="…", dedupe_key="waiting")
        yield institution
    finally:
        remove_everything(institution)


def exported(institution: Institution, path: Path, **said: Any) -> Path:
    write_export(institution=institution, path=path, at=timezone.now(), **said)
    return path


def sums(archive: Archive, *but: str) -> dict[str, str]:
    """Checksums of tables and files, by path."""
    skipped = {f"tables/{name}.csv" for name in but}
    return {
        part.path: part.sha256
        for part in archive.parts
        if part.path.startswith(("tables/", "files/")) and part.path not in skipped
    }
