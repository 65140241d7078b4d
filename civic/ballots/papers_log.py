"""투표 기록: published with the count, so that everybody can count again and nobody can change a paper afterwards.

Each line has a number drawn for it when the votes are counted, and the lines stand in the order of these numbers: they
tell neither who nor when, and no number was ever shown to a voter, who so cannot prove to a buyer what they chose.
Where several things may be chosen a line is one mark, not one paper: with many options a whole paper could be agreed
upon beforehand as a sign of who cast it. Papers out of boxes are counted by two people each, and are not in it.

The digest of the file is an entry of the ledger (civic/ledger), sealed with everything else. What was on the papers
before the count is not in it: an entry at the moment of voting would stand beside that of the voter.
"""

from datetime import datetime

from civic.ballots.kinds import Kind
from civic.ballots.models import Ballot, CountLog
from platform_core.access.place import institution_here
from tenants.connection import connection

ONE_CHOICE = (Kind.FOR_AGAINST, Kind.ONE)
# A paper that chooses nothing is a line without an option.
WRITE = """
WITH marks AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, chosen FROM ballots_paper p
    LEFT JOIN LATERAL unnest(p.choices) AS chosen ON true WHERE p.ballot_id = %(ballot)s
), file AS (
    SELECT %(head)s || coalesce(string_agg(replace(id::text, '-', '') || ',' || coalesce(chosen::text, ''), E'\\n'
                                           ORDER BY id) || E'\\n', '') AS lines FROM marks
)
INSERT INTO ballots_countlog (ballot_id, lines, digest, made_at)
SELECT %(ballot)s, lines, encode(sha256(convert_to(lines, 'UTF8')), 'hex'), %(at)s FROM file
"""


def write_papers_log(*, ballot: Ballot, papers: int, boxes: int, at: datetime) -> None:
    """In the transaction of the count, before anybody hears of it."""
    facts = {
        "madang-ballot-log": 1,
        "institution": institution_here().key,
        "ballot": ballot.pk,
        "counted": at.isoformat(),
        "papers": papers,
        "papers-in-boxes": boxes,
        "a-line-is": "a paper" if ballot.kind in ONE_CHOICE else "a mark on a paper",
    }
    options = [f"option {one.pk} {one.code or ' '.join(one.title.split())}" for one in ballot.options.all()]
    said = [*(f"{name} {value}" for name, value in facts.items()), *options]
    head = "".join(f"# {line}\n" for line in said) + "number,option\n"
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"ballot": ballot.pk, "head": head, "at": at})


def papers_log_of(ballot: Ballot) -> CountLog | None:
    """None before the count, and for what was counted before there were such logs. Without its lines: it is large."""
    if ballot.counted_at is None:
        return None
    return CountLog.objects.filter(ballot=ballot).defer("lines").first()
