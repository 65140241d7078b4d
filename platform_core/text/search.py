"""Finding Korean text by any part of a word, whatever the spacing, on any PostgreSQL.

A text is stored twice: as an array of pairs of letters (`search_terms`, under a GIN index) and as one
string without spaces (`spaceless`). A query selects rows whose array contains all its pairs (`@>`),
then keeps those whose string contains each of its words (LIKE). So 도로 is found in 자전거도로, and
“자전거도로” in “자전거 도로”; words of a query may stand apart in the text, in any order.

    query = parse_query(q)
    rows.filter(search_terms__contains=query.terms)
    for word in query.words: rows.filter(search_text__contains=word)

A query of single letters only (“꽃”) has no pairs. Titles also store their single letters, so such a
query looks into titles alone (`query.looks_in_titles`): check its words against the title's string.
Django escapes % and _ in `contains`; words hold letters and digits only anyway.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# A text of 10,000 Korean letters has about 5,000 different pairs; the end of a longer one is not indexed.
MAX_TERMS = 6_000
MAX_QUERY_LETTERS = 100
MAX_QUERY_WORDS = 10

_NOT_SEARCHED = re.compile(r"[\W_]+")
_ASCII_RUN = re.compile(r"[a-z0-9]{3,}")


@dataclass(frozen=True)
class Query:
    """`terms` select with the index, `words` decide. Both empty: nothing was asked."""

    terms: list[str]
    words: list[str]
    looks_in_titles: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)


def spaceless(*texts: str) -> str:
    """The letters and digits of the texts, small and in one form, one line for each text."""
    return "\n".join(_letters(text) for text in texts)


def search_terms(title: str, *texts: str) -> list[str]:
    """Distinct terms to store for a title and the texts under it, sorted; the title's come first if too many."""
    found: dict[str, None] = {}
    _collect(found, _letters(title), singles=True)
    for text in texts:
        _collect(found, _letters(text))
    return sorted(list(found)[:MAX_TERMS])


def parse_query(q: str) -> Query:
    """What somebody typed into a search box; anything at all may be in it."""
    words = list(dict.fromkeys(_letters(word) for word in q[: MAX_QUERY_LETTERS * 2].split()))
    words = [word[:MAX_QUERY_LETTERS] for word in words if word][:MAX_QUERY_WORDS]
    terms = _query_terms(words)
    if words and not terms:
        return Query(terms=sorted(set(words)), words=words, looks_in_titles=True)
    return Query(terms=terms, words=words)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _NOT_SEARCHED.sub("", folded)


def _collect(found: dict[str, None], letters: str, *, singles: bool = False) -> None:
    if singles:
        found.update(dict.fromkeys(letters))
    found.update(dict.fromkeys(_pairs(letters)))
    for run in _ASCII_RUN.findall(letters):
        found.update(dict.fromkeys(_triples(run)))


def _query_terms(words: Iterable[str]) -> list[str]:
    terms: set[str] = set()
    for word in words:
        terms.update(_pairs(word))
        # Pairs of Latin letters are in nearly every text; where triples cover them they only cost time.
        for run in _ASCII_RUN.findall(word):
            terms.difference_update(_pairs(run))
            terms.update(_triples(run))
    return sorted(terms)


def _pairs(letters: str) -> list[str]:
    return [letters[i : i + 2] for i in range(len(letters) - 1)]


def _triples(run: str) -> list[str]:
    return [run[i : i + 3] for i in range(len(run) - 2)]
