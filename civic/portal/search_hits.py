"""What the search of the whole site finds, kind by kind: only what everybody may read, whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from civic.ballots.queries import listed_ballots
from civic.content.queries import pages_saying
from civic.debates.queries import listed_debates
from civic.gatherings.queries import published
from civic.notices.queries import board
from civic.portal.blocks import Telling
from civic.portal.composed import page_address
from civic.portal.search_kinds import EXCERPT, Asked, Hit, Kind, day, page_of
from civic.portal.search_told import ANSWERS, COMMENTS, EXECUTIONS, OPINIONS, RESULTS
from civic.processes.engine import stands_at
from civic.proposals.paging import Order, Page
from civic.proposals.queries import Listed, Wish, list_proposals
from civic.proposals.searching import matching
from civic.questions.queries import asked_items
from civic.wording.glossary import glossary
from platform_core.access.place import institution_here
from platform_core.text.containing import containing
from platform_core.text.rich import excerpt, render_markdown
from platform_core.text.search import Query, spaceless

WORDS_SHOWN = 20
OURS = (
    ("portal:guide", gettext_lazy("How it works")),
    ("portal:answers", gettext_lazy("Answers")),
    ("portal:effect", gettext_lazy("What it changed")),
    ("portal:moderation", gettext_lazy("What is reported and hidden here")),
    ("portal:status", gettext_lazy("Is everything working?")),
    ("account_privacy", gettext_lazy("Privacy")),
    ("account_terms", gettext_lazy("Terms of use")),
)


def _proposals(asked: Asked) -> Page[Hit]:
    page = list_proposals(Wish(words=asked.words), at=asked.at, cursor=asked.cursor, size=asked.size)
    return Page([_proposal(row, asked.at) for row in page.rows], page.next)


def _proposal(row: Listed, at: datetime) -> Hit:
    stage = stands_at(row.rules, row.item, at).label(get_language() or "ko")
    return Hit(
        row.title, reverse("portal:proposal", args=[row.number]), row.excerpt, stage, day(row.submitted_at)
    )


def _questions(asked: Asked) -> Page[Hit]:
    found = matching(asked_items(), asked.words).defer("body_html", "body_source", "search_terms")
    return page_of(
        found,
        Order("found-questions", "submitted_at", is_time=True),
        asked,
        lambda one: Hit(
            one.title, reverse("portal:proposal", args=[one.pk]), one.excerpt, day=day(one.submitted_at)
        ),
    )


def _debates(asked: Asked) -> Page[Hit]:
    return page_of(
        containing(listed_debates(), asked.query, "question", "lead"),
        Order("found-debates", "opened_at", is_time=True),
        asked,
        lambda one: Hit(
            one.question,
            reverse("portal:debate", args=[one.pk]),
            one.lead,
            str(one.state_at(asked.at).label),
            day(one.opened_at),
        ),
    )


def _ballots(asked: Asked) -> Page[Hit]:
    return page_of(
        containing(listed_ballots(), asked.query, "question", "lead"),
        Order("found-ballots", "opened_at", is_time=True),
        asked,
        lambda one: Hit(
            one.question,
            reverse("portal:ballot", args=[one.pk]),
            one.lead,
            str(one.state_at(asked.at).label),
            day(one.opened_at),
        ),
    )


def _gatherings(asked: Asked) -> Page[Hit]:
    return page_of(
        containing(published(), asked.query, "title", "description", "place"),
        Order("found-gatherings", "begins_at", is_time=True),
        asked,
        lambda one: Hit(
            one.title,
            reverse("portal:gathering", args=[one.pk]),
            one.place,
            _("Cancelled") if one.is_cancelled else "",
            day(one.begins_at),
        ),
    )


def _notices(asked: Asked) -> Page[Hit]:
    page = board(at=asked.at, words=asked.words, cursor=asked.cursor, size=asked.size).page
    rows = [
        Hit(
            one.title,
            reverse("portal:notice", args=[one.pk]),
            excerpt(one.body_html, EXCERPT),
            day=day(one.begins_at),
        )
        for one in page.rows
    ]
    return Page(rows, page.next)


def _pages(asked: Asked) -> Page[Hit]:
    """In the words their reader would meet, and before them, by their names alone, those of the house itself."""
    tell = Telling(institution_here())
    page = pages_saying(asked.query, tell.languages, at=asked.at, cursor=asked.cursor, size=asked.size)
    rows = {} if asked.cursor else _of_the_house(asked.query)
    for one in page.rows:
        title, address = tell(one.title), page_address(one.slug, one.purpose)
        rows[address] = Hit(title.text or one.slug, address, _beginning(one.text), lang=title.lang)
    return Page(list(rows.values()), page.next)


def _of_the_house(query: Query) -> dict[str, Hit]:
    found = [
        Hit(str(label), reverse(name))
        for name, label in OURS
        if all(word in spaceless(str(label)) for word in query.words)
    ]
    return {one.url: one for one in found}


def _beginning(text: str) -> str:
    return excerpt(render_markdown(text), EXCERPT)


def _words(asked: Asked) -> Page[Hit]:
    """Words explained: all that fit stand on one page, and behind it the list of words looks itself."""
    fits = [
        one
        for one in glossary().entries
        if all(word in spaceless(one.term, *one.also) for word in asked.query.words)
    ]
    list_of_words = reverse("portal:glossary")
    rows = [
        Hit(one.term, f"{list_of_words}?{urlencode({'q': one.term})}", one.meaning)
        for one in fits[: min(asked.size, WORDS_SHOWN)]
    ]
    return Page(rows)


KINDS = (
    Kind("proposals", gettext_lazy("Proposals"), _proposals),
    Kind("questions", gettext_lazy("Questions"), _questions),
    ANSWERS,
    Kind("debates", gettext_lazy("Debates"), _debates, "debates"),
    Kind("ballots", pgettext_lazy("menu entry", "Votes"), _ballots, "ballots"),
    RESULTS,
    EXECUTIONS,
    Kind("gatherings", gettext_lazy("Gatherings"), _gatherings),
    Kind("notices", gettext_lazy("Notices"), _notices),
    Kind("pages", pgettext_lazy("written by the institution", "Pages"), _pages),
    Kind("words", gettext_lazy("Words explained"), _words),
    COMMENTS,
    OPINIONS,
)
