"""Kinds live in code: what a block, a menu entry and a footer are made of, and how much of it there may be.

A door draws each kind with `portal/blocks/<key>.html` and asks for what it shows in civic/portal/blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.TextChoices):
    """What is arranged: one of each, and as many pages as wanted."""

    HOME = "home", _("Home page")
    MENU = "menu", _("Menu")
    FOOTER = "footer", _("Foot of every page")
    PAGE = "page", _("Page")


class Purpose(models.TextChoices):
    """Pages that a public site owes its readers; each institution has one of each at most."""

    FREE = "free", _("Free page")
    PRIVACY = "privacy", _("Privacy notice")
    TERMS = "terms", _("Terms of use")
    COPYRIGHT = "copyright", _("Copyright")
    ACCESSIBILITY = "accessibility", _("Web accessibility")


class Mark(models.TextChoices):
    """공공누리: under which conditions a public work may be used."""

    NONE = "", _("No mark")
    ONE = "1", _("KOGL type 1: name the source")
    TWO = "2", _("KOGL type 2: name the source, no commercial use")
    THREE = "3", _("KOGL type 3: name the source, no changes")
    FOUR = "4", _("KOGL type 4: name the source, no commercial use, no changes")


class Shape(Enum):
    """How a field is written. LINE and PROSE are kept once for each language, the others once."""

    LINE = "line"
    PROSE = "prose"
    PLAIN = "plain"
    LINK = "link"
    FILM = "film"
    CHOICE = "choice"


BY_LANGUAGE = (Shape.LINE, Shape.PROSE)


@dataclass(frozen=True, slots=True)
class Field:
    """`required`: without it nothing is published (a draft may lack it)."""

    name: str
    label: Any
    shape: Shape = Shape.LINE
    limit: int = 80
    required: bool = False
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()

    @property
    def is_by_language(self) -> bool:
        return self.shape in BY_LANGUAGE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of block. `most`: how often it may stand in one arrangement."""

    key: str
    name: Any
    help: Any
    icon: str
    places: tuple[Place, ...]
    fields: tuple[Field, ...] = ()
    most: int = 1


TITLE = Field("title", _("Own title"), help=_("Empty: the title the platform gives it."))
HOME = (Place.HOME,)
READING = (Place.HOME, Place.PAGE)

BLOCKS = (
    Kind(
        "nearest", _("Close to an answer"), _("The proposals nearest to their goal."), "flag", HOME, (TITLE,)
    ),
    Kind("closing", _("Closing soon"), _("Proposals whose last day comes."), "clock", HOME, (TITLE,)),
    Kind(
        "debates",
        _("Being discussed now"),
        _("Running debates. Not shown while there is none."),
        "comment",
        HOME,
        (TITLE,),
    ),
    Kind(
        "ballots",
        _("Being voted on now"),
        _("Running votes. Not shown while there is none."),
        "check-circle",
        HOME,
        (TITLE,),
    ),
    Kind(
        "how",
        _("How it works here"),
        _("The way of a proposal, with the numbers of your own rules."),
        "scales",
        READING,
        (TITLE,),
    ),
    Kind(
        "changed",
        _("Changed because people asked"),
        _("The latest answers that changed something."),
        "sprout",
        HOME,
        (TITLE,),
    ),
    Kind(
        "gatherings",
        _("Gatherings to come"),
        _("The next three. Not shown while there is none."),
        "calendar",
        HOME,
        (TITLE,),
    ),
    Kind("notices", _("Notices"), _("The latest three, pinned ones first."), "bell", HOME, (TITLE,)),
    Kind(
        "record",
        _("Record of answers"),
        _("How many were answered, adopted and carried out."),
        "chart",
        HOME,
        (TITLE,),
    ),
    Kind(
        "call",
        _("Call to propose"),
        _("A sentence and the button “Make a proposal”."),
        "write",
        READING,
        (
            TITLE,
            Field(
                "words", _("Sentence below"), limit=200, help=_("Empty: the sentence the platform gives it.")
            ),
        ),
    ),
    Kind(
        "text",
        pgettext_lazy("kind of block", "Text"),
        _("Your own words, with links and lists."),
        "file",
        READING,
        (
            Field("title", pgettext_lazy("of a block", "Title")),
            Field(
                "body",
                pgettext_lazy("kind of block", "Text"),
                Shape.PROSE,
                20_000,
                required=True,
                help=_("**bold**, lists with “- ” and links are understood."),
            ),
        ),
        most=20,
    ),
    Kind(
        "partner",
        _("Partner"),
        _("Who does this together with you: a name, a sentence and a link."),
        "users",
        READING,
        (
            Field("title", _("Name"), required=True),
            Field("words", _("What they do here"), limit=200),
            Field("link", _("Address"), Shape.LINK, 500),
        ),
        most=12,
    ),
    Kind(
        "video",
        _("Film"),
        _("A link to a film. Nothing is loaded from elsewhere until somebody opens it."),
        "play",
        READING,
        (
            Field("title", _("Title of the film"), required=True),
            Field("link", _("Address of the film"), Shape.FILM, 500, required=True),
            Field(
                "words",
                _("What is said and shown"),
                Shape.PROSE,
                5_000,
                required=True,
                help=_("For everybody who cannot hear or see it: the words, or where subtitles are found."),
            ),
        ),
        most=6,
    ),
)

ENTRY_LABEL = Field(
    "title",
    pgettext_lazy("of a menu entry", "Name"),
    limit=20,
    help=_("Empty: the name of the room or the title of the page."),
)
LEVEL = Field(
    "level",
    _("Level"),
    Shape.CHOICE,
    choices=(("1", _("In the menu itself")), ("2", _("Below the entry before it"))),
)
ENTRIES = (
    Kind(
        "room",
        _("A room"),
        _("Proposals, debates, gatherings … It shows as soon as there is something in it."),
        "home",
        (Place.MENU,),
        (
            Field(
                "room",
                _("Room"),
                Shape.CHOICE,
                required=True,
                choices=(
                    ("proposals", _("Proposals")),
                    ("debates", _("Debates")),
                    ("ballots", pgettext_lazy("menu entry", "Votes")),
                    ("questions", _("Questions")),
                    ("execution", _("Execution")),
                    ("gatherings", _("Gatherings")),
                    ("results", _("Results")),
                    ("agenda", _("Agenda committee")),
                    ("answers", _("Answers")),
                    ("effect", _("What it changed")),
                    ("notices", _("Notices")),
                    ("guide", _("How it works")),
                    ("propose", _("Make a proposal")),
                ),
            ),
            ENTRY_LABEL,
            LEVEL,
        ),
        most=20,
    ),
    Kind(
        "page",
        _("A page of yours"),
        _("One of your published pages."),
        "file",
        (Place.MENU, Place.FOOTER),
        (
            Field("page", _("Page"), Shape.CHOICE, required=True),
            ENTRY_LABEL,
            LEVEL,
        ),
        most=20,
    ),
    Kind(
        "outside",
        _("A link to elsewhere"),
        _("Another site of yours, such as the home page of the city."),
        "link",
        (Place.MENU, Place.FOOTER),
        (
            Field("title", pgettext_lazy("of a menu entry", "Name"), limit=20, required=True),
            Field("link", _("Address"), Shape.LINK, 500, required=True),
            LEVEL,
        ),
        most=20,
    ),
    Kind(
        "group",
        _("A heading"),
        _("A word that opens a list of entries below it."),
        "list",
        (Place.MENU,),
        (Field("title", pgettext_lazy("of a menu entry", "Name"), limit=20, required=True),),
        most=8,
    ),
)

KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (*BLOCKS, *ENTRIES)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What an arrangement of a place is made of: its own fields, and at most so many blocks."""

    most: int
    head: tuple[Field, ...] = field(default_factory=tuple)


MARK = Field("mark", _("Copyright mark (KOGL)"), Shape.CHOICE, choices=tuple(Mark.choices))
PLANS: Mapping[str, Plan] = {
    Place.HOME: Plan(24),
    Place.MENU: Plan(40),
    Place.FOOTER: Plan(
        12,
        (
            Field(
                "contact",
                _("Contact lines"),
                Shape.PROSE,
                600,
                help=_(
                    "Address and department, one a line, five lines at most. Empty: those of the settings."
                ),
            ),
            Field("phone", _("Telephone"), Shape.PLAIN, 80),
            Field("email", _("E-mail"), Shape.PLAIN, 200),
            Field("words", _("Sentence under it"), limit=200),
            Field("rights", _("Copyright line"), limit=200, help=_("As in: © 2026 Haneul City")),
            MARK,
        ),
    ),
    Place.PAGE: Plan(
        40,
        (
            Field("title", pgettext_lazy("of a page", "Title"), limit=100, required=True),
            Field("lead", _("Sentence below the title"), limit=200),
            MARK,
        ),
    ),
}


def kinds_for(place: str) -> list[Kind]:
    return [kind for kind in KINDS.values() if place in kind.places]
