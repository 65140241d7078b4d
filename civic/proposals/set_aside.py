"""What was said, whether it counts or not: for the eyes of whoever said it.

Somebody whose supports are set aside sees them as everybody sees their own.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from civic.processes.document import Rules, Tally
from civic.processes.kinds import Counter, Unverified
from civic.proposals.counting import exact_count
from civic.proposals.models import Dislike, Proposal, Said, SetAside, Support
from platform_core.access.place import prepared_cursor

SAID = {
    Said.SUPPORT: """
SELECT proposal_id FROM proposals_support WHERE citizen_id = %(who)s AND proposal_id = ANY(%(items)s)
UNION ALL
SELECT proposal_id FROM proposals_setaside
WHERE citizen_id = %(who)s AND proposal_id = ANY(%(items)s) AND said = 'support'
""",
    Said.DISLIKE: """
SELECT proposal_id FROM proposals_dislike WHERE citizen_id = %(who)s AND proposal_id = ANY(%(items)s)
UNION ALL
SELECT proposal_id FROM proposals_setaside
WHERE citizen_id = %(who)s AND proposal_id = ANY(%(items)s) AND said = 'dislike'
""",
}
# Asked after every press of the button, so in plain SQL: the mapper took three times as long as the database.
UNCOUNTED = """
SELECT count(*) FROM proposals_setaside
WHERE proposal_id = %s AND citizen_id = %s AND said = %s AND invalidation IS NULL
"""
KIND_OF = {Support: Said.SUPPORT, Dislike: Said.DISLIKE}


def said_by(person: Any, said: Said, items: list[int]) -> set[int]:
    """Of which of these items the person says so. One query; none for strangers."""
    if not getattr(person, "is_authenticated", False) or not items:
        return set()
    with prepared_cursor() as cursor:
        cursor.execute(SAID[said], {"who": person.pk, "items": items})
        return {row[0] for row in cursor.fetchall()}


def has_said(said: type[Support] | type[Dislike], proposal: Proposal, citizen: Any) -> bool:
    return bool(said_by(citizen, KIND_OF[said], [proposal.pk]))


def uncounted_of(person: Any, proposal: Proposal, said: Said) -> int:
    """1 where this person said so and it is not among those that count: they see themselves counted."""
    if not getattr(person, "is_authenticated", False):
        return 0
    with prepared_cursor() as cursor:
        cursor.execute(UNCOUNTED, [proposal.pk, person.pk, str(said)])
        return int(cursor.fetchone()[0])


def with_oneself(tally: Tally, rules: Rules, own: int, own_dislike: int = 0) -> Tally:
    """As whoever is set aside quietly sees it: what everybody sees, themselves counted."""
    if not own and not own_dislike:
        return tally
    counts = dict(tally.counts)
    if rules.counting.unverified != Unverified.SHOWN_APART:
        counts[Counter.SUPPORT] = tally.of(Counter.SUPPORT) + own
    counts[Counter.DISLIKE] = tally.of(Counter.DISLIKE) + own_dislike
    return Tally(counts, tally.places)


def count_seen_by(person: Any, proposal: Proposal) -> int:
    """The exact count, with oneself in it."""
    return exact_count(proposal) + uncounted_of(person, proposal, Said.SUPPORT)


def supported_items_of(person: Any) -> "QuerySet[Proposal]":
    """What this person supports, each with `given_at`; whatever of it counts."""
    mine = Support.objects.filter(proposal=OuterRef("pk"), citizen=person.pk)
    aside = SetAside.objects.filter(proposal=OuterRef("pk"), citizen=person.pk, said=Said.SUPPORT)
    supported = (
        Support.objects.filter(citizen=person.pk)
        .order_by()
        .values("proposal_id")
        .union(SetAside.objects.filter(citizen=person.pk, said=Said.SUPPORT).order_by().values("proposal_id"))
    )
    given = Coalesce(Subquery(mine.values("given_at")[:1]), Subquery(aside.values("given_at")[:1]))
    return Proposal.objects.filter(pk__in=supported).annotate(given_at=given)


def invalidated_of(person: Any, items: list[int]) -> set[int]:
    """Of which of these the person's support was invalidated: whoever gave it may know."""
    mine = SetAside.objects.filter(
        citizen=person.pk, proposal__in=items, said=Said.SUPPORT, invalidation__isnull=False
    )
    return set(mine.values_list("proposal_id", flat=True))
