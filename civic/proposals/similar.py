"""Proposals that may already ask for what somebody is about to write: they share the words it is about.

Two queries, whatever is typed: for each word the index names so many proposals that have it, and no more;
then the likeliest of them are read. Rare words tell more than common ones, a title more than a text.
"""

from datetime import datetime
from itertools import groupby
from math import log

from django.db.models import IntegerField, QuerySet, Value

from civic.proposals.listing import Listed, compose, fetch, rows_in
from civic.proposals.models import Proposal
from civic.proposals.queries import listed
from platform_core.text.search import parse_query, spaceless
from platform_core.text.stems import word_stems

SHOWN = 5
LONGEST_TITLE = 200
MOST_STEMS = 6
# A word of more proposals than this is one of the common ones, however many more there are.
LOOKED_AT = 200
READ = 30
# Of what the words of the title weigh, so much must be found; and at least two of them, if there are two.
ENOUGH = 0.4
IN_TEXT_ONLY = 0.5

Hits = dict[int, set[str]]


def similar_to(title: str, *, at: datetime, most: int = SHOWN) -> list[Listed]:
    """At most `most` of what everybody can see in lists, the likest first; [] when nothing is like it."""
    stems = telling_words(title)
    hits = _hits(stems) if stems else {}
    if not hits:
        return []
    weights = {stem: _weight(sum(stem in found for found in hits.values())) for stem in stems}
    likely = sorted(hits, key=lambda number: (-_sum(weights, hits[number]), -number))[:READ]
    rows = rows_in(fetch(compose(listed().filter(pk__in=likely, stat__isnull=False)), at=at))
    scored = [(_score(row, hits[row.number], weights), row) for row in rows]
    like = [(score, row) for score, row in scored if score >= ENOUGH]
    like.sort(key=lambda pair: (-pair[0], -pair[1].support_count, -pair[1].number))
    return [row for _score_, row in like[:most]]


def telling_words(title: str) -> list[str]:
    """The words a title is about, the longest if there are many: they tell most."""
    stems = sorted(word_stems(title[:LONGEST_TITLE]), key=len, reverse=True)
    return stems[:MOST_STEMS]


def _hits(stems: list[str]) -> Hits:
    """{number: the words it has}, LOOKED_AT for each word at most."""
    first, *rest = [_having(stem, place) for place, stem in enumerate(stems)]
    pairs = sorted(first.union(*rest, all=True) if rest else first)
    return {
        number: {stems[place] for _number, place in group} for number, group in groupby(pairs, lambda p: p[0])
    }


def _having(stem: str, place: int) -> QuerySet[Proposal, tuple[int, int]]:
    found = listed().filter(search_terms__contains=parse_query(stem).terms).order_by()
    return found.values_list("pk", Value(place, output_field=IntegerField()))[:LOOKED_AT]


def _weight(count: int) -> float:
    """Of a word that so many have; one that nobody has is as telling as one that a single one has."""
    return log(1 + LOOKED_AT / max(1, count))


def _sum(weights: dict[str, float], stems: set[str]) -> float:
    return sum(weights[stem] for stem in stems)


def _score(row: Listed, stems: set[str], weights: dict[str, float]) -> float:
    """How much of the words' weight it has, from 0 to 1; 0 for one word of several."""
    if len(stems) < min(2, len(weights)):
        return 0.0
    letters = spaceless(row.title)
    found = sum(weights[stem] * (1 if stem in letters else IN_TEXT_ONLY) for stem in stems)
    return found / sum(weights.values())
