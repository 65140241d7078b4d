"""Taking a design from an institution, comparing the two, and bringing one to the other.

Nothing is ever taken away: what an institution has and a design does not name stays.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import override

from platform_core.access import require
from platform_core.events.actions import record
from platform_core.text.toml import without_none
from tenants import events
from tenants.context import institution_context, public
from tenants.designs.file import Design
from tenants.designs.rules import may_arrange
from tenants.designs.sections import Change, sections
from tenants.models import Institution
from tenants.queries import as_it_is_now


@dataclass(frozen=True, slots=True)
class Applied:
    """In sentences: what was changed, and what a person has to decide."""

    done: tuple[str, ...]
    left: tuple[str, ...]


def design_from(institution: Institution) -> Design:
    """What `institution` is set up with now."""
    institution = as_it_is_now(institution)
    with institution_context(institution):
        parts = {key: section.read(institution) for key, section in sections().items()}
    return Design({key: without_none(value) for key, value in parts.items() if value not in (None, [], {})})


def differences(institution: Institution, design: Design) -> list[Change]:
    """What would have to be done for `institution` to be as `design` says, in the reader's language."""
    institution = as_it_is_now(institution)
    with institution_context(institution):
        return [
            change
            for key, section in sections().items()
            if key in design.parts
            for change in section.changes(design.parts[key], institution)
        ]


@transaction.atomic
def apply_design(
    *, institution: Institution, design: Design, at: datetime, by: models.Model | None = None
) -> Applied:
    """Do what differs, through each room's own verbs; all of it or nothing. A second time there is nothing to do.

    `by` is an operator: inside the institution it is the platform that does it. Raises Refused (`not_open`), and
    what the verbs raise.
    """
    institution = as_it_is_now(institution)
    require(may_arrange(institution))
    done: list[str] = []
    left: list[str] = []
    with institution_context(institution):
        for key, section in sections().items():
            # One section after the other: categories name departments that have just been added.
            for change in section.changes(design.parts[key], institution) if key in design.parts else ():
                _make(change, institution, at, by, done, left)
    if done:
        with public():
            record(events.DESIGNED, institution, at=at, actor=by, done=done)
    return Applied(tuple(done), tuple(left))


def _make(
    change: Change, institution: Institution, at: datetime, by: Any, done: list[str], left: list[str]
) -> None:
    """Told in the reader's language, done in the institution's own."""
    if change.make is None:
        left.append(str(change.sentence))
        return
    with override(institution.default_language):
        change.make(at, by)
    done.append(str(change.sentence))
