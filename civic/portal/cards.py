"""A proposal as a card in a list: every word of it ready before a template is touched."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from civic.journeys.explaining.goals import Goal, goals_of
from civic.portal.choices import ProcessChoice, category_choice, processes, version_choice
from civic.portal.words import days_until_end
from civic.processes.document import Rules, Tally
from civic.processes.engine import stands_at
from civic.processes.kinds import COUNTING
from civic.processes.queries import rules_of
from civic.proposals.queries import Listed
from civic.proposals.tallies import Raw, added_up, is_held_apart
from platform_core.i18n.dialect import voice


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card shows. Two equal cards look the same, in whatever institution that says the same words."""

    number: int
    title: str
    excerpt: str
    category: str
    category_lang: str
    process: str
    process_lang: str
    stage_kind: str
    stage_label: str
    days_left: int | None
    support_count: int
    imported_support: int
    comment_count: int
    goal: Goal | None
    supported: bool


def cards_of(rows: list[Listed], *, at: datetime, supported: set[int] = frozenset()) -> list[SafeString]:  # type: ignore[assignment]
    """The rows as HTML, in the language that is active."""
    language = get_language() or "ko"
    said_in = voice()
    return [draw(_card(row, at, language, row.number in supported), said_in) for row in rows]


def _card(row: Listed, at: datetime, language: str, supported: bool) -> Card:
    rules = rules_of(row.version_id)
    stage = stands_at(rules, row.item, at)
    gathers = stage.kind in COUNTING and row.closes_at is not None and at < row.closes_at
    ends_at = row.closes_at if gathers else row.stage_ends_at
    goal = _goal(row, rules) if gathers else None
    category, process = category_choice(row.category_id), _process(row.version_id)
    return Card(
        number=row.number,
        title=row.title,
        excerpt=row.excerpt,
        category=category.name if category else "",
        category_lang=category.lang if category else "",
        process=process.name if process else "",
        process_lang=process.lang if process else "",
        stage_kind=str(stage.kind),
        stage_label=stage.label(language),
        days_left=days_until_end(ends_at, at) if ends_at is not None and at < ends_at else None,
        support_count=row.support_count,
        imported_support=row.imported_support,
        comment_count=row.comment_count,
        goal=goal,
        supported=supported,
    )


def _goal(row: Listed, rules: Rules) -> Goal | None:
    """The next one it is on its way to, as far as the list's own numbers tell: they say nothing of a debate."""
    if is_held_apart(rules, row.item.stage):
        return None
    goals = goals_of(rules, replace(row.item, tally=_tally(row)))
    return next((goal for goal in goals if not goal.reached and goal.pieces), None)


def _tally(row: Listed) -> Tally:
    raw = Raw(
        row.support_count, row.verified_count, row.dislike_count, row.comment_count, row.participant_count
    )
    return Tally(added_up(row, raw, {}))


def _process(version_id: int) -> ProcessChoice | None:
    """Said only where there are several."""
    return version_choice(version_id).process if len(processes().all) > 1 else None


@lru_cache(maxsize=8_192)
def draw(card: Card, said_in: str) -> SafeString:
    """Drawn once for as long as nothing on it changes: a list of twenty costs one template, not twenty."""
    return mark_safe(get_template("portal/parts/card.html").render({"card": card}))  # noqa: S308
