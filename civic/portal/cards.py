"""A proposal as a card in a list: every word of it ready before a template is touched."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from civic.portal.choices import category_name
from civic.portal.words import days_until_end
from civic.processes.kinds import StageKind
from civic.processes.queries import rules_of
from civic.proposals.queries import Listed


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card shows. Two equal cards look the same, in whatever institution."""

    number: int
    title: str
    excerpt: str
    category: str
    stage_kind: str
    stage_label: str
    days_left: int | None
    support_count: int
    imported_support: int
    comment_count: int
    next_threshold: int | None
    remaining: int
    supported: bool


def cards_of(rows: list[Listed], *, at: datetime, supported: set[int] = frozenset()) -> list[SafeString]:  # type: ignore[assignment]
    """The rows as HTML, in the language that is active."""
    language = get_language() or "ko"
    return [draw(_card(row, at, language, row.number in supported), language) for row in rows]


def _card(row: Listed, at: datetime, language: str, supported: bool) -> Card:
    rules = rules_of(row.version_id)
    gathers = row.stage == StageKind.GATHERING and at < row.closes_at
    kind = StageKind.CLOSED if row.stage == StageKind.GATHERING and not gathers else row.stage
    following = rules.next_threshold(row.support_count) if gathers else None
    return Card(
        number=row.number,
        title=row.title,
        excerpt=row.excerpt,
        category=category_name(row.category_id),
        stage_kind=str(kind),
        stage_label=rules.stage(kind).label(language),
        days_left=days_until_end(row.closes_at, at) if gathers else None,
        support_count=row.support_count,
        imported_support=row.imported_support,
        comment_count=row.comment_count,
        next_threshold=following.count if following else None,
        remaining=following.count - row.support_count if following else 0,
        supported=supported,
    )


@lru_cache(maxsize=8_192)
def draw(card: Card, language: str) -> SafeString:
    """Drawn once for as long as nothing on it changes: a list of twenty costs one template, not twenty."""
    return mark_safe(get_template("portal/parts/card.html").render({"card": card}))  # noqa: S308
