"""Rules lent from one institution to another, by way of the operator's library: published here, a draft there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.processes.actions import open_process_from
from civic.processes.exchange import taken, written
from civic.processes.models import Process, ProcessVersion
from civic.processes.rules import may_publish_rules
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants import shelf
from tenants.models import SharedKind


@transaction.atomic
def share_rules(
    *, process: Process, seen: str, about: str, institution_id: int, by: User, at: datetime
) -> int:
    """Offer the rules in force to the others. `seen`: the digest of the file that was shown. Raises Refused."""
    require(may_publish_rules(by))
    held = Process.objects.select_related("current_version").get(pk=process.pk)
    version = in_force(held)
    file = written(held, version)
    if shelf.digest_of(file) != seen:
        raise Refused(
            no(
                "changed_meanwhile",
                _("It has changed since you read it."),
                _("Read once more what would leave the house, then share it."),
            )
        )
    number = shelf.offer(
        institution_id=institution_id,
        kind=SharedKind.RULES,
        name=held.name,
        about=about,
        file=file,
        at=at,
    )
    record("processes.rules.shared", version, at=at, actor=by, library=number)
    return number


def in_force(process: Process) -> ProcessVersion:
    """Raises Refused for a process without published rules."""
    if process.current_version is None:
        raise Refused(no("not_published", _("Its rules have not been published yet.")))
    return process.current_version


@transaction.atomic
def withdraw_rules(*, pk: int, institution_id: int, by: User, at: datetime) -> bool:
    """Raises Refused. False when they are gone already, or another's."""
    require(may_publish_rules(by))
    done = shelf.withdraw(institution_id=institution_id, pk=pk, at=at)
    if done:
        record("processes.rules.withdrawn", None, at=at, actor=by, library=pk)
    return done


@transaction.atomic
def take_rules(*, pk: int, name: str, by: User, at: datetime) -> Process | None:
    """A process of our own whose draft says what theirs says; None for what is not on the shelf.

    Raises Refused, and RulesError for what this version of the platform does not take for rules.
    """
    require(may_publish_rules(by))
    found = shelf.one_of(SharedKind.RULES, pk)
    if found is None:
        return None
    rules = taken(found.file, at)
    return open_process_from(document=rules.document, name=name, summary=rules.summary, by=by, at=at)
