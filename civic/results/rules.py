"""Who writes and publishes a report, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.debates.models import Debate, Opinion
from civic.people.rules import answers_for, is_moderator
from civic.proposals.models import Standing
from civic.results.kinds import NEEDED, Part
from civic.results.models import Report, Section
from platform_core.access import YES, Verdict, no

LONGEST_TEXT = 20_000
MOST_QUOTES = 30


def may_write_report(person: Any, debate: Debate) -> Verdict:
    """Moderators and administrators, and the department the item lies with."""
    department = debate.item.department_id
    if is_moderator(person) or (department is not None and answers_for(person, department)):
        return YES
    return no("not_allowed", _("Moderators and the department in charge write the report."))


def may_begin_report(person: Any, debate: Debate, at: datetime) -> Verdict:
    allowed = may_write_report(person, debate)
    if not allowed.allowed:
        return allowed
    if not debate.has_ended_at(at):
        return no(
            "debate_runs",
            _("A report is written when the debate is over."),
            _("Its numbers still change."),
        )
    return YES


def may_quote(opinion: Opinion, report: Report, chosen: int) -> Verdict:
    """What everybody can read in this debate."""
    if opinion.debate_id != report.debate_id:
        return no("other_debate", _("This opinion stands in another debate."))
    if not is_readable(opinion):
        return no("opinion_gone", _("This opinion is not shown any more, so it cannot be quoted."))
    if chosen >= MOST_QUOTES:
        return no(
            "too_many_quotes",
            _("A report quotes %(count)s opinions at most.") % {"count": MOST_QUOTES},
            _("Take one out first."),
            requirement=MOST_QUOTES,
            actual=chosen,
        )
    return YES


def is_readable(opinion: Opinion) -> bool:
    """Open, and with words: a person who left may have taken them along."""
    return opinion.standing == Standing.OPEN and bool(opinion.body)


def may_leave_out(part: Part) -> Verdict:
    if part in NEEDED:
        return no("part_needed", _("A report always says how it ran and what was counted."))
    return YES


def may_publish_report(
    person: Any, report: Report, sections: Iterable[Section], *, number: int, reason: str, at: datetime
) -> Verdict:
    allowed = may_begin_report(person, report.debate, at)
    if not allowed.allowed:
        return allowed
    if number > 1 and not reason.strip():
        return no(
            "reason_missing",
            _("This report has been published before."),
            _("Write what is different now, and why: it stands beside the new version."),
        )
    empty = [one for one in sections if one.part in NEEDED and not one.text.strip()]
    if empty:
        return no(
            "part_empty",
            _("“%(part)s” says nothing.") % {"part": Part(empty[0].part).label},
            _("Write a sentence there, or go back to the generated text."),
        )
    return YES
