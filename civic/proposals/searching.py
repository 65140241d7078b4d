"""Finding proposals by words. The index selects by pairs of letters; the text itself has the last word.

A word of two letters is one pair, so the index alone is right. A longer word may have all its pairs in a
text without standing in it: candidates are read for it, without tags, spaces and punctuation.
"""

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower

from civic.proposals.models import Proposal
from platform_core.text.search import Query, parse_query

LONGEST_QUERY = 100
# Named one by one: what a class such as [:punct:] holds depends on the locale of the database.
_NOT_LETTERS = r"<[^>]*>|&[a-z]+;|[\s!-/:-@\[-`{-~·…“”‘’「」『』《》〈〉、。]"


def matching(proposals: QuerySet[Proposal], words: str) -> QuerySet[Proposal]:
    """Those that contain every word, however they are spaced; all of them when nothing was asked."""
    query = parse_query(words[:LONGEST_QUERY])
    if not query:
        return proposals
    found = proposals.filter(search_terms__contains=query.terms)
    must_be_read = [word for word in query.words if len(word) > 2 or query.looks_in_titles]
    return _containing(found, must_be_read, query) if must_be_read else found


def _containing(found: QuerySet[Proposal], words: list[str], query: Query) -> QuerySet[Proposal]:
    found = found.alias(title_letters=_letters("title"), body_letters=_letters("body_html"))
    for word in words:
        stands = Q(title_letters__contains=word)
        found = found.filter(stands if query.looks_in_titles else stands | Q(body_letters__contains=word))
    return found


def _letters(field: str) -> Func:
    return Func(
        Lower(F(field)),
        Value(_NOT_LETTERS),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
