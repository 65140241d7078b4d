"""What a person, real or imagined, may do by the rules alone: nothing is looked up, nothing is counted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.engine import Calendar, Item, Persona, is_entitled, is_open_for, window_end
from civic.processes.kinds import COUNTING, TIMED, Deed
from civic.processes.persons import restrained_with
from civic.processes.words.persons import DeedWords, deeds_of
from platform_core.access import Verdict, no

AUTHORS_ALONE = frozenset({Deed.EDIT, Deed.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Explained:
    """One deed and the verdict on it. `stages`: the names of those in which it is possible at all; `limits`:
    how often, and what else must be known. `address`: the page on which it is done; "" for the item's own."""

    deed: Deed
    verdict: Verdict
    label: str
    stages: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    address: str = ""


def explain_persona(
    persona: Persona,
    rules: Rules,
    item: Item,
    at: datetime,
    *,
    is_author: bool = False,
    gone: Verdict | None = None,
    restricted: Collection[Deed] = (),
) -> tuple[Explained, ...]:
    """Every deed there is under `rules`: what the item takes at `at`, then what is asked of the person.

    `gone`: the refusal of everything done to what was hidden or taken back, see civic.proposals.rules.
    `restricted`: what a moderator does not let them do for a time, see civic.restraints.
    """

    def verdict(deed: Deed) -> Verdict:
        found = _imagined(persona, rules, item, deed, at, is_author=is_author, gone=gone)
        return _restricted() if found.allowed and restrained_with(deed) in restricted else found

    return tuple(explained(row, verdict(row.deed)) for row in deeds_of(rules))


def _imagined(
    persona: Persona,
    rules: Rules,
    item: Item,
    deed: Deed,
    at: datetime,
    *,
    is_author: bool,
    gone: Verdict | None,
) -> Verdict:
    entitled = is_entitled(persona, rules.requirement(deed))
    if deed == Deed.PROPOSE:
        return entitled
    if deed in AUTHORS_ALONE and not is_author:
        return not_its_author()
    open_for = is_open_for(rules, item, deed, at) if gone is None else gone
    return open_for if not open_for.allowed else entitled


def _restricted() -> Verdict:
    return no(
        "restricted",
        _("A moderator has restricted this person from doing this for a time."),
        _("They can object: see “Decisions about me” on their page."),
    )


def not_its_author() -> Verdict:
    return no("not_yours", _("Only its author may do this."))


def explained(row: DeedWords, verdict: Verdict, address: str = "") -> Explained:
    notes = () if address else _notes(row.deed)
    return Explained(row.deed, verdict, row.label, row.stages, (*row.limits, *notes), address)


def _notes(deed: Deed) -> tuple[str, ...]:
    """What must be known besides: nobody looks for a button that stands elsewhere."""
    if deed != Deed.VOTE:
        return ()
    return (
        _(
            "This is done on the page of the discussion or the vote; what is held elsewhere is announced there."
        ),
    )


def fresh_item(rules: Rules, at: datetime, days: Calendar, stage_key: str = "") -> Item:
    """One that began at `at`; or that came into `stage_key` at that instant. Raises KeyError."""
    stage = rules.stage(stage_key) if stage_key else rules.first_stage
    closes_at = _end(stage if stage.kind in COUNTING else rules.counting_stage(stage.key), at, days)
    own_end = _end(stage, at, days) if stage.kind in TIMED - COUNTING else None
    return Item(stage=stage.key, closes_at=closes_at, stage_ends_at=own_end)


def _end(stage: Stage | None, at: datetime, days: Calendar) -> datetime | None:
    if stage is None or stage.window is None:
        return None
    return window_end(stage.window, registered_at=at, entered_at=at, days=days)
