"""What people spoke of: opinions that share a word which sets them apart, counted together. Nothing is hidden by it.

No dictionary and no model: stems of words (platform_core/text/stems.py). A theme is the word that most of what is
left has in common, without those nearly everybody uses; every opinion belongs to the first theme that takes it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from civic.debates.models import Debate, Opinion
from civic.proposals.models import Standing
from platform_core.text.stems import word_stems

MOST_THEMES = 8
WORDS_SHOWN = 4
# Of a larger debate the most supported are read, and as many of the latest.
MOST_READ = 10_000
# A word that more than this part of all opinions has says nothing about which they are. In percent.
TOO_COMMON = 40
FEWEST = 3


@dataclass
class Theme:
    words: list[str]
    opinions: int = 0
    sides: Counter[str] = field(default_factory=Counter)
    # The most supported of them: shown as long as everybody may read it.
    example: int = 0

    def as_data(self) -> dict[str, object]:
        return {
            "words": self.words,
            "opinions": self.opinions,
            "sides": dict(self.sides),
            "example": self.example,
        }


@dataclass(frozen=True, slots=True)
class Said:
    pk: int
    side: str
    supports: int
    stems: frozenset[str]


def themes_of(debate: Debate) -> tuple[list[Theme], int, int]:
    """The themes, the largest first; how many opinions belong to none; how many were read."""
    said = [_read(*row) for row in _rows(debate)]
    themes = group(said)
    return themes, len(said) - sum(theme.opinions for theme in themes), len(said)


def group(said: list[Said]) -> list[Theme]:
    """At most MOST_THEMES, none with fewer than FEWEST opinions, or one in a hundred."""
    spread = Counter(stem for one in said for stem in one.stems)
    most = max(FEWEST, len(said) * TOO_COMMON // 100)
    least = max(FEWEST, len(said) // 100)
    telling = {stem for stem, count in spread.items() if least <= count <= most and not stem.isdigit()}
    found: list[Theme] = []
    left = said
    while len(found) < MOST_THEMES:
        counts = Counter(stem for one in left for stem in one.stems & telling)
        # The word most of them share; of equals the longer one, which says more.
        stem, count = max(counts.items(), key=lambda item: (item[1], len(item[0]), item[0]), default=("", 0))
        if count < least:
            break
        found.append(_theme(stem, [one for one in left if stem in one.stems], telling))
        left = [one for one in left if stem not in one.stems]
        telling.discard(stem)
    return sorted(found, key=lambda theme: -theme.opinions)


def _theme(stem: str, said: list[Said], telling: set[str]) -> Theme:
    beside = Counter(other for one in said for other in one.stems & telling if other != stem)
    words = [stem, *(word for word, count in beside.most_common(WORDS_SHOWN - 1) if count * 4 >= len(said))]
    example = max(said, key=lambda one: (one.supports, len(one.stems), -one.pk))
    return Theme(words, len(said), Counter(one.side for one in said if one.side), example.pk)


def _rows(debate: Debate) -> Iterable[tuple[int, str, int, str]]:
    spoken = Opinion.objects.filter(debate=debate, parent=None, standing=Standing.OPEN).exclude(body="")
    asked = spoken.values_list("pk", "side", "support_count", "body")
    loved = list(asked.order_by("-support_count", "-pk")[:MOST_READ])
    known = {row[0] for row in loved}
    latest = asked.order_by("-pk")[:MOST_READ] if len(loved) == MOST_READ else ()
    return [*loved, *(row for row in latest if row[0] not in known)]


def _read(pk: int, side: str, supports: int, body: str) -> Said:
    return Said(pk, side, supports, frozenset(word_stems(body)))
