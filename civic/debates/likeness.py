"""Which opinions say alike, as far as words can tell: pure arithmetic over texts.

No dictionary and no model: stems of words (platform_core/text/stems.py). A group is what shares two words that
stand together in many opinions and that not nearly everybody uses; the rarer the words, the more they tell.
An opinion belongs to the first group that takes it. Ten thousand are grouped within seconds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import log

from platform_core.text.stems import word_stems

Pair = tuple[str, str]

# Of each opinion, so many words that others use too.
WORDS_READ = 10
# Said in more than this share of all opinions, a word is what the debate is about, and tells nothing.
TOO_COMMON = 0.4
SMALLEST, MOST_GROUPS, NAMED_BY = 3, 20, 3


@dataclass(frozen=True, slots=True)
class Alike:
    """`words`: what its opinions have in common, what they were found by first. `members` as they came."""

    words: tuple[str, ...]
    members: tuple[int, ...]


def alike(texts: Iterable[tuple[int, str]]) -> list[Alike]:
    """Groups of at least SMALLEST of these (id, text), the largest first; at most MOST_GROUPS."""
    said = _shared({pk: frozenset(word_stems(text)) for pk, text in texts})
    weights = _weights(said)
    having: dict[Pair, list[int]] = defaultdict(list)
    for pk, words in said.items():
        for pair in combinations(sorted(words), 2):
            having[pair].append(pk)
    found = _greedily({pair: pks for pair, pks in having.items() if len(pks) >= SMALLEST}, weights)
    named = [Alike(_name(pair, pks, said), tuple(pks)) for pair, pks in found]
    return sorted(named, key=lambda one: -len(one.members))


def _shared(said: Mapping[int, frozenset[str]]) -> dict[int, list[str]]:
    """Of each opinion the words that enough others use, and not nearly all; the most used first."""
    counts = Counter(stem for stems in said.values() for stem in stems)
    most = max(SMALLEST, TOO_COMMON * len(said))
    used = {stem: count for stem, count in counts.items() if SMALLEST <= count <= most}
    return {
        pk: sorted((one for one in stems if one in used), key=lambda one: (-used[one], one))[:WORDS_READ]
        for pk, stems in said.items()
    }


def _weights(said: Mapping[int, list[str]]) -> dict[str, float]:
    counts = Counter(word for words in said.values() for word in words)
    return {word: log(1 + len(said) / count) for word, count in counts.items()}


def _greedily(
    having: Mapping[Pair, list[int]], weights: Mapping[str, float]
) -> Iterable[tuple[Pair, list[int]]]:
    """The pair that tells most of the most opinions that are left, again and again."""

    def worth(pair: Pair, count: int) -> float:
        return -count * (weights[pair[0]] + weights[pair[1]])

    waiting = [(worth(pair, len(pks)), pair, len(pks)) for pair, pks in having.items()]
    heapify(waiting)
    taken: set[int] = set()
    groups = 0
    while waiting and groups < MOST_GROUPS:
        _worth, pair, count = heappop(waiting)
        left = [pk for pk in having[pair] if pk not in taken]
        if len(left) < SMALLEST:
            continue
        if len(left) < count:
            heappush(waiting, (worth(pair, len(left)), pair, len(left)))
            continue
        taken.update(left)
        groups += 1
        yield pair, left


def _name(pair: Pair, pks: Iterable[int], said: Mapping[int, list[str]]) -> tuple[str, ...]:
    """The pair, and what else most of them say."""
    also = Counter(word for pk in pks for word in said[pk] if word not in pair)
    rest = sorted(also, key=lambda word: (-also[word], word))
    return (*pair, *rest)[:NAMED_BY]
