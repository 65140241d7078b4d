"""Noun phrases that sentences have room for: numbers, periods, conditions.

A sentence is translated whole; only these stand in its blanks, and each is a noun phrase in any language.
"""

from fractions import Fraction

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from civic.processes.document import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Condition,
    Proportion,
    Rules,
    ShareOfPopulation,
    Top,
)
from civic.processes.document.shapes import Labels, words
from civic.processes.kinds import Counter, DayUnit


def language() -> str:
    return get_language() or "ko"


def number(count: int) -> str:
    """1,000, with the reader's separators"""
    return str(intcomma(count))


def span(amount: int, unit: DayUnit = DayUnit.CALENDAR) -> str:
    """‘20 working days’, ‘30 days’, ‘6 months’"""
    match unit:
        case DayUnit.WORKING:
            phrase = ngettext("%(days)s working day", "%(days)s working days", amount)
        case DayUnit.MONTHS:
            phrase = ngettext("%(days)s month", "%(days)s months", amount)
        case _:
            phrase = ngettext("%(days)s day", "%(days)s days", amount)
    return phrase % {"days": number(amount)}


def share(part: Fraction) -> str:
    """‘60%’, ‘12.5%’; what is no short decimal, and the small shares of laws, as a fraction: ‘2/3’, ‘1/200’."""
    percent = part * 100
    small = part.numerator == 1 and part.denominator > 10
    if small or 100 % percent.denominator:
        return f"{part.numerator}/{part.denominator}"
    return f"{float(percent):g}%"


def counted(counter: Counter, count: int) -> str:
    """‘50 supports’"""
    match counter:
        case Counter.SUPPORT:
            phrase = ngettext("%(count)s support", "%(count)s supports", count)
        case Counter.VERIFIED_SUPPORT:
            phrase = ngettext(
                "%(count)s support by a verified person", "%(count)s supports by verified people", count
            )
        case Counter.DISLIKE:
            phrase = ngettext("%(count)s disagreement", "%(count)s disagreements", count)
        case Counter.COMMENTS:
            phrase = ngettext("%(count)s comment", "%(count)s comments", count)
        case Counter.PARTICIPANTS:
            phrase = ngettext("%(count)s participant", "%(count)s participants", count)
        case Counter.VOTES:
            phrase = ngettext("%(count)s vote", "%(count)s votes", count)
        case Counter.IN_FAVOUR:
            phrase = ngettext("%(count)s vote in favour", "%(count)s votes in favour", count)
        case _:
            phrase = ngettext("%(count)s similar proposal", "%(count)s similar proposals", count)
    return phrase % {"count": number(count)}


def plain_count(rules: Rules, condition: Condition) -> str:
    """‘50 supports’, ‘4,360 supports (1/70 of 305,200 people: electors)’; "" for what is no plain count."""
    if isinstance(condition, AtLeast):
        return counted(condition.counter, condition.count)
    if isinstance(condition, ShareOfPopulation):
        return _("%(counted)s (%(share)s of %(people)s people: %(population)s)") % {
            "counted": counted(condition.counter, condition.count),
            "share": share(condition.share),
            "people": number(condition.people),
            "population": population_name(rules, condition.population),
        }
    return ""


def condition_phrase(rules: Rules, condition: Condition, *, inner: bool = False) -> str:
    """‘at least 300 participants and votes in favour: more than 50% of the votes’"""
    match condition:
        case AtLeast() | ShareOfPopulation():
            return _("at least %(counted)s") % {"counted": plain_count(rules, condition)}
        case Proportion():
            return _proportion(condition)
        case Top():
            phrase = ngettext(
                "the first place by %(counter)s",
                "one of the first %(places)s places by %(counter)s",
                condition.places,
            )
            return phrase % {"places": number(condition.places), "counter": condition.by.label}
        case Always():
            return _("nothing further")
    return _joined(rules, condition, inner=inner)


def condition_words(rules: Rules, condition: Condition) -> str:
    """Short, for a bar: ‘300 participants · votes in favour: more than 50% of the votes’."""
    match condition:
        case All():
            return " · ".join(_inner(rules, one) for one in condition.conditions)
        case AnyOf():
            return str(_(" or ")).join(_inner(rules, one) for one in condition.conditions)
        case _:
            return plain_count(rules, condition) or condition_phrase(rules, condition)


def _inner(rules: Rules, condition: Condition) -> str:
    words = condition_words(rules, condition)
    return f"({words})" if isinstance(condition, All | AnyOf) else words


def _proportion(condition: Proportion) -> str:
    if condition.strict:
        phrase = _("%(part)s: more than %(share)s of the %(whole)s")
    else:
        phrase = _("%(part)s: at least %(share)s of the %(whole)s")
    return phrase % {
        "part": condition.part.label,
        "share": share(condition.share),
        "whole": condition.whole.label,
    }


def _joined(rules: Rules, condition: All | AnyOf, *, inner: bool) -> str:
    phrases = [condition_phrase(rules, one, inner=True) for one in condition.conditions]
    phrase = phrases[0]
    for other in phrases[1:]:
        pattern = (
            _("%(first)s and %(second)s") if isinstance(condition, All) else _("%(first)s or %(second)s")
        )
        phrase = pattern % {"first": phrase, "second": other}
    return f"({phrase})" if inner and len(phrases) > 1 else phrase


def population_name(rules: Rules, key: str) -> str:
    found = next((one for one in rules.populations if one.key == key), None)
    return named(found.labels, key) if found else key


def named(labels: Labels, otherwise: str) -> str:
    """The institution's own words in the reader's language; in another of its languages rather than none."""
    return words(labels, language(), otherwise)


def stage_name(rules: Rules, key: str) -> str:
    return rules.stage(key).label(language())
