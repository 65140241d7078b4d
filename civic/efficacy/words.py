"""What each number means, in words for whoever reads it: the same on the page, in the tables and for machines."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from civic.efficacy.queries import DEEDS, FEWEST, Numbers, is_few, share_of_people

UNTOLD = "–"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`unit` is "%", "days" or "" (a plain number)."""

    key: str
    name: Promise
    meaning: Promise
    unit: str = ""

    def of(self, numbers: Numbers) -> int | None:
        """None: there is nothing to tell, or too few people to tell of."""
        return _VALUES[self.key](numbers)

    def told(self, numbers: Numbers) -> str:
        """For people."""
        value = self.of(numbers)
        if value is None:
            return UNTOLD
        if self.unit == "days":
            return ngettext("%(number)s day", "%(number)s days", value) % {"number": value}
        return f"{value:,}{self.unit}"


INDICATORS = (
    Indicator(
        "proposals",
        _("Proposals"),
        _("Written here or handed in on paper, hidden ones too. Not those brought from an earlier platform."),
    ),
    Indicator(
        "people",
        _("People who took part"),
        _(
            "Everybody who proposed, supported, commented, said something in a debate, voted or came to a gathering,"
            " each once in a period. Who has no account and left no address is not among them."
        ),
    ),
    Indicator(
        "returning",
        _("Came back"),
        _("Of those, how many had done something on an earlier day, too."),
        "%",
    ),
    Indicator(
        "offline",
        _("On paper or face to face"),
        _(
            "Of those, how many took part on paper, at a counter or at a gathering (some of them online as well)."
        ),
        "%",
    ),
    Indicator(
        "answered",
        _("Answered"),
        _("Of the answers that became owed in the period, how many have been given by now."),
        "%",
    ),
    Indicator(
        "in_time",
        _("In time"),
        _(
            "Of those given, and those whose date has passed without an answer, how many came by their date. Dates"
            " that were moved count as moved; the record of answers tells how often."
        ),
        "%",
    ),
    Indicator(
        "adopted",
        _("Adopted"),
        _(
            "Of the answers of the period that decided, how many adopted it, whole or in part. Under further study"
            " is no decision yet."
        ),
        "%",
    ),
    Indicator(
        "told",
        _("Told of the answer"),
        _(
            "Of those who had proposed, supported, commented, voted or taken part in the debate before an answer, how"
            " many had word of it: they read the news here, or a letter was handed over. Who took part on paper without"
            " an address counts as not told."
        ),
        "%",
    ),
    Indicator(
        "changes",
        _("Changed something"),
        _("Proposals that were carried out in the period, themselves or in what grew out of them."),
    ),
    Indicator(
        "days",
        _("From proposal to change"),
        _("Calendar days until half of those had been carried out (the median)."),
        "days",
    ),
    Indicator(
        "days_quarter", _("A quarter was there within"), _("A quarter of the changes came so soon."), "days"
    ),
    Indicator(
        "days_most", _("Three quarters within"), _("Three quarters of the changes came so soon."), "days"
    ),
    Indicator(
        "understood",
        _("The reason was clear"),
        _("Of those who said after an answer whether they understood why it was decided so: yes."),
        "%",
    ),
    Indicator(
        "helped",
        _("The answer helped"),
        _("Of those who said after an answer whether it helped with what they were about: yes."),
        "%",
    ),
)
DEED_NAMES = dict(
    zip(
        DEEDS,
        (
            pgettext_lazy("how many did it", "Proposed"),
            pgettext_lazy("how many did it", "Supported"),
            _("Commented"),
            _("Took part in a debate"),
            pgettext_lazy("how many did it", "Voted"),
            _("Came to a gathering"),
        ),
        strict=True,
    )
)


def indicator(key: str) -> Indicator:
    return next(one for one in INDICATORS if one.key == key)


def people_told(value: int) -> str:
    """A number of people, unless it is so small that somebody could be known by it."""
    return f"<{FEWEST}" if is_few(value) else f"{value:,}"


def _people(numbers: Numbers) -> int | None:
    value = _here(numbers.people)
    return None if is_few(value) else value


def _here(found: dict[str, int]) -> int:
    """Of all, or of the one category or department that was asked for."""
    narrow = next((key for key in found if key.startswith(("category:", "department:"))), "")
    return found.get(narrow, 0)


def _replies(numbers: Numbers, yes: str, all_of_them: str) -> int | None:
    return None if numbers.counts[all_of_them] < FEWEST else numbers.share(yes, all_of_them)


_VALUES: dict[str, Any] = {
    "proposals": lambda n: n.counts["proposals"],
    "people": _people,
    "returning": lambda n: share_of_people(_here(n.again), _here(n.people)),
    "offline": lambda n: share_of_people(n.people.get("how:paper", 0), n.people.get("", 0)),
    "answered": lambda n: n.share("owed_answered", "owed"),
    "in_time": lambda n: n.share("owed_in_time", "owed_in_time", "owed_late"),
    "adopted": lambda n: n.share("answers_adopted", "answers_adopted", "answers_declined"),
    "told": lambda n: n.share("told", "to_tell"),
    "changes": lambda n: n.changes,
    "days": lambda n: n.days_within(50),
    "days_quarter": lambda n: n.days_within(25),
    "days_most": lambda n: n.days_within(75),
    "understood": lambda n: _replies(n, "understood_yes", "replies_understood"),
    "helped": lambda n: _replies(n, "helped_yes", "replies_helped"),
}
