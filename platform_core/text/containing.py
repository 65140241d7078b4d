"""Finding words in tables so small that they are read whole: notices, debates, gatherings.

As in platform_core.text.search, letters alone count: “자전거도로” is found in “자전거 도로”, and in “**자전거**도로”.
"""

from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower

from platform_core.text.search import Query

Row = TypeVar("Row", bound=Model)

# Named one by one: which characters are punctuation depends on the locale of the database.
NOT_LETTERS = " \t\r\n\u00a0\u3000!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~·…“”‘’「」『』《》〈〉、。—–"


def containing(found: QuerySet[Row], query: Query, *fields: str) -> QuerySet[Row]:
    """Those in which every word stands in one of the fields; all of them when nothing was asked."""
    found = found.alias(**{f"letters_of_{field}": letters_of(F(field)) for field in fields})
    for word in query.words:
        found = found.filter(reduce(or_, (Q(**{f"letters_of_{field}__contains": word}) for field in fields)))
    return found


def letters_of(text: F | Func) -> Func:
    return Func(Lower(text), Value(NOT_LETTERS), Value(""), function="translate", output_field=TextField())
