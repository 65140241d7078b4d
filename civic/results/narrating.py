"""The text of each part, from data: plain sentences in the language that is active. Staff may write them anew."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.answers.due import last_day
from civic.answers.models import AnswerRequest
from civic.debates.models import Debate
from civic.execution.models import ProgressNote
from civic.gatherings.models import Gathering
from civic.results.answered import Answers, answers_to, given, owed
from civic.results.counting import Count, count_of
from civic.results.gathering import Data
from civic.results.kinds import Part
from civic.results.shares import in_words, shares
from platform_core.text.plain import plain_text


def narrate(debate: Debate, data: Data) -> dict[Part, str]:
    """Light Markdown for every part. "" where there is nothing to tell."""
    count, answers = count_of(data), answers_to(debate.item)
    tellers: dict[Part, Callable[[], str]] = {
        Part.SUMMARY: lambda: _summary(debate, data, count),
        Part.COURSE: lambda: _course(debate, data),
        Part.NUMBERS: lambda: _numbers(data, count),
        Part.THEMES: lambda: _themes(data),
        Part.QUOTES: lambda: _("Chosen from the opinions by the institution's staff, as they were written."),
        Part.OFFLINE: lambda: _offline(debate, count),
        Part.ANSWER: lambda: _answer(answers),
        Part.HEAD: lambda: _head(answers),
        Part.NEXT: lambda: _next(debate, answers),
    }
    return {part: tell() for part, tell in tellers.items()}


def _summary(debate: Debate, data: Data, count: Count) -> str:
    told = [_people(count)]
    if data["has_sides"] and count.votes:
        told.append(_sides(count))
    closing = plain_text(debate.summary_html) if debate.summary_html else ""
    return "\n\n".join([" ".join(told), *([closing] if closing else [])])


def _people(count: Count) -> str:
    words = ngettext("%(n)s person took part.", "%(n)s people took part.", count.participants)
    return words % {"n": _number(count.participants)}


def _sides(count: Count) -> str:
    pro, con, other = shares([count.pro, count.con, count.other])
    return _(
        "For: %(pro)s (%(pro_share)s), against: %(con)s (%(con_share)s), other: %(other)s (%(other_share)s)."
    ) % {
        "pro": _number(count.pro),
        "pro_share": in_words(pro),
        "con": _number(count.con),
        "con_share": in_words(con),
        "other": _number(count.other),
        "other_share": in_words(other),
    }


def _course(debate: Debate, data: Data) -> str:
    if not (debate.opened_at and debate.closes_at):
        return ""
    told = _("The debate ran from %(first)s to %(last)s.") % {
        "first": _day(debate.opened_at),
        "last": date_format(last_day(debate.closes_at), "DATE_FORMAT"),
    }
    changed = sum(line["kind"] == "rules" for line in data["course"])
    if not changed:
        return told + " " + _("Its rules did not change while it ran.")
    words = ngettext("Its rules changed %(n)s time.", "Its rules changed %(n)s times.", changed)
    return f"{told} {words % {'n': changed}}"


def _numbers(data: Data, count: Count) -> str:
    told = [_people(count)]
    if data["has_sides"]:
        told.append(_("Everybody counts once, with the side they took last."))
    told.append(
        _(
            "They wrote %(opinions)s opinions and %(replies)s replies; opinions were supported %(supports)s times."
        )
        % {
            "opinions": _number(count.opinions),
            "replies": _number(count.replies),
            "supports": _number(count.supports),
        }
    )
    return " ".join(told)


def _themes(data: Data) -> str:
    if not data["themes"]:
        return _("There are too few opinions to put any together.")
    words = ngettext(
        "Of %(read)s opinions, those that share a word which sets them apart are counted together; %(n)s stands apart.",
        "Of %(read)s opinions, those that share a word which sets them apart are counted together; %(n)s stand apart.",
        data["of_no_theme"],
    )
    return words % {"read": _number(data["opinions_read"]), "n": _number(data["of_no_theme"])}


def _offline(debate: Debate, count: Count) -> str:
    """Who took part without a computer, and what was said where people met."""
    told = []
    if count.offline_participants:
        words = ngettext(
            "%(n)s of those who took part did so on paper or face to face. They are in the sum above.",
            "%(n)s of those who took part did so on paper or face to face. They are in the sum above.",
            count.offline_participants,
        )
        told.append(words % {"n": _number(count.offline_participants)})
    met = Gathering.objects.filter(Q(debates=debate) | Q(items=debate.item)).distinct()
    for one in met.filter(cancelled_at=None, minutes_at__isnull=False).order_by("begins_at", "pk"):
        told += [f"**{one.title}** ({_day(one.begins_at)}, {one.place})", one.minutes]
    return "\n\n".join(told)


def _answer(answers: Answers) -> str:
    return "" if given(answers.department) else _still_owed(answers.department)


def _head(answers: Answers) -> str:
    return "" if given(answers.head) else _still_owed(answers.head)


def _still_owed(requests: Iterable[AnswerRequest]) -> str:
    """Nothing when nobody owes anything: the part is then left out."""
    for request in owed(requests):
        day = date_format(last_day(request.due_at), "DATE_FORMAT")
        return _("When this version was published, the answer was due by %(day)s. It will stand here.") % {
            "day": day
        }
    return ""


def _next(debate: Debate, answers: Answers) -> str:
    steps = [
        plain_text(one.answer.next_steps_html) for one in given(answers.all) if one.answer.next_steps_html
    ]
    notes = ProgressNote.objects.filter(proposal=debate.item).order_by("pk")
    told = [f"{note.get_kind_display()} ({_day(note.at)}): {plain_text(note.body_html)}" for note in notes]
    return "\n\n".join([*steps, *told])


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment).date(), "DATE_FORMAT")


def _number(count: int) -> str:
    return f"{count:,}"
