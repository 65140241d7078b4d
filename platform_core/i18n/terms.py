"""The words of this field that an institution may replace by its own, as the catalogues use them.

A term stands in every catalogue sentence under the same words, so that replacing those words replaces the term.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Term:
    """`korean` and `one`/`many` are what the catalogues say; `is_deed`: it is also something people do.

    `english_hint`: two terms share a Korean word; this one is meant when the English sentence has this word.
    """

    key: str
    korean: str
    one: str
    many: str
    meaning: Promise
    is_deed: bool = False
    english_hint: str = ""


TERMS = (
    Term("proposal", "제안", "proposal", "proposals", _("What a citizen brings up"), is_deed=True),
    Term("proposer", "제안자", "author", "authors", _("Who wrote it")),
    Term(
        "support", "공감", "support", "supports", _("Standing behind something, one per person"), is_deed=True
    ),
    Term("dislike", "비공감", "disagreement", "disagreements", _("The opposite, where the rules count it")),
    Term(
        "comment",
        "의견",
        "comment",
        "comments",
        _("What people write below it"),
        english_hint="comment",
    ),
    Term(
        "opinion",
        "의견",
        "opinion",
        "opinions",
        _("What people say for and against in a debate"),
        english_hint="opinion",
    ),
    Term("department", "부서", "department", "departments", _("Who answers in the institution")),
    Term("answer", "답변", "answer", "answers", _("What the institution says to it"), is_deed=True),
    Term("debate", "토론", "debate", "debates", _("Weighing a question together"), is_deed=True),
    Term(
        "committee",
        "의제선정단",
        "agenda committee",
        "agenda committees",
        _("Citizens, often drawn by lot, who choose what is debated"),
    ),
    Term("execution", "실행", "execution", "executions", _("Carrying out what was decided"), is_deed=True),
    Term(
        "question", "질문", "question", "questions", _("What the institution asks its citizens"), is_deed=True
    ),
    Term("report", "결과 보고", "result report", "result reports", _("What became of it, in public")),
    Term("gathering", "행사", "gathering", "gatherings", _("Meeting in a place")),
    Term("notice", "공지", "notice", "notices", _("What the institution tells everybody"), is_deed=True),
    Term("citizen", "시민", "citizen", "citizens", _("Whose place this is")),
)
BY_KEY = {term.key: term for term in TERMS}
