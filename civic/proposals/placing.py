"""Places among those that are judged together (상위 N건): whose time in a stage ends in one period.

The period is one instant where all end at it, and otherwise the calendar month in the institution's zone.
It is judged when the period is over. Equal counts share a place: nobody is left out by a coin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from civic.processes.document import All, AnyOf, Condition, Rules, Stage, Top
from civic.processes.kinds import COUNTING, TIMED, Counter
from civic.proposals.models import Proposal, StageResult


def tops_in(condition: Condition) -> frozenset[Counter]:
    """The counters by which a condition asks for a place."""
    if isinstance(condition, Top):
        return frozenset({condition.by})
    if isinstance(condition, All | AnyOf):
        return frozenset().union(*(tops_in(one) for one in condition.conditions))
    return frozenset()


def placing_stage(rules: Rules, key: str) -> tuple[Stage, frozenset[Counter]] | None:
    """The stage whose gates ask for a place of an item in stage `key`, and by what; None where none does."""
    here = rules.stage(key)
    for stage in (here if here.kind in TIMED else None, rules.counting_stage(key)):
        if stage is not None:
            counters = frozenset().union(*(tops_in(gate.when) for gate in stage.gates))
            if counters:
                return stage, counters
    return None


# Everybody whose time in that stage ends in the period, whatever became of them since; what its author took
# back or a moderator hid stands in nobody's way, and what was counted on one ballot is placed apart.
TOGETHER = """
SELECT m.proposal_id, max(m.ends_at) FROM proposals_stagemove m
JOIN proposals_proposal p ON p.id = m.proposal_id AND p.standing = 'open'
WHERE m.version_id = %(version)s AND m.stage_key = %(stage)s AND m.ends_at > %(start)s AND m.ends_at <= %(end)s
  AND NOT EXISTS (SELECT FROM proposals_stageresult r WHERE r.proposal_id = m.proposal_id
                  AND r.stage_key = m.stage_key AND r.together IS NOT NULL)
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Company:
    """Those judged together, and the instant from which on they can be."""

    ids: tuple[int, ...]
    judged_at: datetime


def counted_together(proposal: Proposal, stage: Stage) -> Company | None:
    """All that were counted on one ballot, which has recorded their results at once; None for others."""
    results = StageResult.objects.filter(proposal=proposal, stage_key=stage.key)
    number = results.order_by("-pk").values_list("together", flat=True).first()
    if number is None or proposal.stage_ends_at is None:
        return None
    beside = StageResult.objects.filter(together=number, stage_key=stage.key)
    return Company(tuple(sorted(set(beside.values_list("proposal_id", flat=True)))), proposal.stage_ends_at)


def company_of(proposal: Proposal, stage: Stage) -> Company | None:
    """None for what has no end in that stage."""
    ends_at = proposal.closes_at if stage.kind in COUNTING else proposal.stage_ends_at
    if ends_at is None:
        return None
    start, end = month_of(ends_at)
    with connection.cursor() as cursor:
        cursor.execute(
            TOGETHER,
            {"version": proposal.process_version_id, "stage": stage.key, "start": start, "end": end},
        )
        found = dict(cursor.fetchall())
    found.setdefault(proposal.pk, ends_at)
    ends = set(found.values())
    return Company(tuple(sorted(found)), ends_at if len(ends) == 1 else end)


def month_of(ends_at: datetime) -> tuple[datetime, datetime]:
    """The calendar month of the last day before `ends_at`: after its first instant, up to that of the next."""
    zone = timezone.get_current_timezone()
    last = (ends_at - timedelta(microseconds=1)).astimezone(zone)
    return _first_of(last.year, last.month, zone), _first_of(
        last.year + last.month // 12, last.month % 12 + 1, zone
    )


def _first_of(year: int, month: int, zone: "ZoneInfo | object") -> datetime:
    return datetime(year, month, 1, tzinfo=zone)  # type: ignore[arg-type]


def ranked(counts: Mapping[int, int]) -> dict[int, int]:
    """Places from 1, by proposal; equal counts share the better one."""
    places: dict[int, int] = {}
    place = last = 0
    for number, (pk, count) in enumerate(sorted(counts.items(), key=lambda pair: -pair[1]), start=1):
        place = place if number > 1 and count == last else number
        places[pk], last = place, count
    return places
