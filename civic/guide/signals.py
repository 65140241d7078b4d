"""What a person should look at, found by counting: it suggests a line of the log and decides nothing.

Operating guide A2: many supports in a short time and the same again and again are looked into; what is
worthy is found below the threshold too. Each run costs a few bounded queries, whatever has happened.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from civic.guide.models import Signal, SignalKind
from civic.processes.queries import rules_of

# In an hour at least so many, and so many times what an hour usually brings it.
BURST_SUPPORTS, BURST_TIMES = 30, 5
REPEATED_WITHIN, REPEATED_PROPOSALS = timedelta(days=1), 3
# So close to its first number, in percent, and so near its end.
WORTHY_PERCENT, WORTHY_WITHIN = 60, timedelta(days=5)
# Of at least so many supports within a day, the share given by accounts younger than a week, in percent.
NEW_SUPPORTS, NEW_PERCENT, NEW_AGE = 20, 60, timedelta(days=7)
MOST = 50

BURST = """
SELECT s.proposal_id, count(*) AS hour,
       (SELECT stat.support_count FROM proposals_proposalstat stat WHERE stat.proposal_id = s.proposal_id) AS total,
       extract(epoch FROM %(at)s - min(p.submitted_at)) / 3600 AS hours
FROM proposals_support s JOIN proposals_proposal p ON p.id = s.proposal_id AND p.standing = 'open'
WHERE s.given_at > %(hour_ago)s AND s.given_at <= %(at)s
GROUP BY 1 HAVING count(*) >= %(least)s ORDER BY 2 DESC LIMIT %(most)s
"""
REPEATED = """
SELECT max(p.id), count(*), p.author_id FROM proposals_proposal p
WHERE p.submitted_at > %(day_ago)s AND p.submitted_at <= %(at)s AND p.author_id IS NOT NULL AND p.origin = 'online'
GROUP BY p.author_id HAVING count(*) >= %(least)s ORDER BY 2 DESC LIMIT %(most)s
"""
NEARLY_OVER = """
SELECT p.id, p.process_version_id, stat.support_count, p.closes_at
FROM proposals_proposal p JOIN proposals_proposalstat stat ON stat.proposal_id = p.id
WHERE p.stage IN ('endorsing', 'gathering') AND p.standing = 'open' AND p.visibility = 'public'
  AND p.closes_at > %(at)s AND p.closes_at <= %(soon)s
ORDER BY stat.support_count DESC LIMIT %(most)s
"""
NEW_ACCOUNTS = """
SELECT s.proposal_id, count(*), count(*) FILTER (WHERE u.joined_at > %(week_ago)s)
FROM proposals_support s JOIN proposals_proposal p ON p.id = s.proposal_id AND p.standing = 'open'
JOIN accounts_user u ON u.id = s.citizen_id
WHERE s.given_at > %(day_ago)s AND s.given_at <= %(at)s
GROUP BY 1 HAVING count(*) >= %(least)s
   AND count(*) FILTER (WHERE u.joined_at > %(week_ago)s) * 100 >= count(*) * %(percent)s
ORDER BY 2 DESC LIMIT %(most)s
"""


@transaction.atomic
def look_around(*, at: datetime) -> int:
    """Note what is new since the last look; how many. The same is suggested once, whoever runs it how often."""
    found = [*_bursts(at), *_repeated(at), *_worthy(at), *_by_new_accounts(at)]
    return sum(_note(signal) for signal in found)


def _note(signal: Signal) -> bool:
    with connection.cursor() as cursor:
        # Two workers that look at once: the second finds it noted.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))", [signal.mark]
        )
    if Signal.objects.filter(mark=signal.mark).exists():
        return False
    signal.save(force_insert=True)
    return True


def _bursts(at: datetime) -> Iterable[Signal]:
    asked = {"at": at, "hour_ago": at - timedelta(hours=1), "least": BURST_SUPPORTS, "most": MOST}
    for pk, hour, total, hours in _rows(BURST, asked):
        usual = float(max(0, (total or 0) - hour)) / max(1.0, float(hours) - 1)
        if hour >= BURST_TIMES * usual:
            data = {"supports": hour, "usual": round(usual, 1)}
            yield _signal(SignalKind.BURST, pk, _day(at), data, at)


def _repeated(at: datetime) -> Iterable[Signal]:
    asked = {"at": at, "day_ago": at - REPEATED_WITHIN, "least": REPEATED_PROPOSALS, "most": MOST}
    for latest, count, author in _rows(REPEATED, asked):
        mark = f"{SignalKind.REPEATED.value}:{author}:{_day(at)}"
        yield Signal(
            kind=SignalKind.REPEATED, mark=mark, proposal_id=latest, data={"proposals": count}, found_at=at
        )


def _worthy(at: datetime) -> Iterable[Signal]:
    asked = {"at": at, "soon": at + WORTHY_WITHIN, "most": MOST}
    for pk, version, count, closes_at in _rows(NEARLY_OVER, asked):
        following = rules_of(version).next_threshold(count)
        if following is None or rules_of(version).reached(count):
            continue
        if count * 100 >= following.count * WORTHY_PERCENT:
            data = {"supports": count, "threshold": following.count, "closes_at": closes_at.isoformat()}
            yield _signal(SignalKind.WORTHY, pk, "once", data, at)


def _by_new_accounts(at: datetime) -> Iterable[Signal]:
    asked = {
        "at": at,
        "day_ago": at - timedelta(days=1),
        "week_ago": at - NEW_AGE,
        "least": NEW_SUPPORTS,
        "percent": NEW_PERCENT,
        "most": MOST,
    }
    for pk, count, new in _rows(NEW_ACCOUNTS, asked):
        yield _signal(SignalKind.NEW_ACCOUNTS, pk, _day(at), {"supports": count, "new": new}, at)


def _signal(kind: SignalKind, proposal: int, when: str, data: dict[str, object], at: datetime) -> Signal:
    return Signal(
        kind=kind, mark=f"{kind.value}:{proposal}:{when}", proposal_id=proposal, data=data, found_at=at
    )


def _day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def _rows(statement: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
