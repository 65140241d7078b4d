"""Promises of answers: dates that contradict each other, promises nobody asks for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic.processes.document import AnswerRules, Rules
from civic.processes.kinds import ANSWERED
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import hint, warning
from civic.processes.linting.walking import gates, usual_days
from civic.processes.words.gates import answer_of
from civic.processes.words.phrases import span

LONG_DAYS = 90


def dates(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for key, promised in rules.answers:
        path = f"answers.{key}"
        yield from _interim(promised, path)
        yield from _escalation(promised, path)
        yield from _extension(promised, path)
        if promised.pauses and promised.pause_days > usual_days(promised.days, promised.unit):
            yield hint(
                "pause_longer_than_the_answer",
                f"{path}.pause_days",
                _("The clock may stand still for longer than the answer itself may take."),
                _("Think of those who wait: a shorter stop is fairer."),
            )
        if usual_days(promised.days, promised.unit) > LONG_DAYS and not promised.interim_after_days:
            yield hint(
                "long_without_news",
                f"{path}.interim_after_days",
                _("The answer takes up to %(span)s, and nothing is heard meanwhile.")
                % {"span": span(promised.days, promised.unit)},
                _("Promise an interim answer on the way."),
            )


def _interim(promised: AnswerRules, path: str) -> Iterator[Finding]:
    if promised.interim_after_days and promised.interim_after_days >= promised.days:
        yield warning(
            "interim_after_the_answer",
            f"{path}.interim_after_days",
            _(
                "The interim answer is owed after %(interim)s, when the answer itself is due already (%(span)s)."
            )
            % {
                "interim": span(promised.interim_after_days, promised.unit),
                "span": span(promised.days, promised.unit),
            },
            _("Let the interim answer come earlier, or leave it out."),
        )


def _escalation(promised: AnswerRules, path: str) -> Iterator[Finding]:
    if promised.escalate_after_days and promised.escalate_to == promised.by:
        yield warning(
            "escalates_to_oneself",
            f"{path}.escalate_to",
            _("An answer that is late goes to those who owe it already: %(who)s.")
            % {"who": promised.by.label},
            _("Name somebody above them."),
        )


def _extension(promised: AnswerRules, path: str) -> Iterator[Finding]:
    if not promised.extensions:
        return
    blanks = {
        "extension": span(promised.extension_days, promised.unit),
        "span": span(promised.days, promised.unit),
    }
    if promised.extension_days > promised.days:
        yield warning(
            "extension_longer_than_the_answer",
            f"{path}.extension_days",
            _("The date may be moved by %(extension)s, longer than the answer itself may take (%(span)s).")
            % blanks,
            _("Promise a later date from the beginning, or a shorter extension."),
        )
    elif promised.extensions * promised.extension_days > promised.days:
        yield hint(
            "extensions_longer_than_the_answer",
            f"{path}.extensions",
            _("All extensions together are longer than the answer itself may take (%(span)s).") % blanks,
            _("Allow fewer, or shorter ones."),
        )


def owed_by_nobody(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """A promise no threshold, stage or expiry asks for never comes due, nor does its escalation."""
    asked = {id(answer_of(rules, gate)) for _path, _stage, gate in gates(rules)}
    named = {stage.answer for stage in rules.stages} | {stage.otherwise.answer for stage in rules.stages}
    first = next(iter(dict(rules.answers)), "")
    usual = {first} if any(stage.kind in ANSWERED for stage in rules.stages) else set()
    for key, promised in rules.answers:
        if id(promised) not in asked and key not in named | usual:
            yield hint(
                "owed_by_nobody",
                f"answers.{key}",
                _("Nothing asks for this answer, so its date never comes: %(who)s, %(span)s.")
                % {"who": promised.by.label, "span": span(promised.days, promised.unit)},
                _("Let a threshold or a stage ask for it, or remove it."),
            )


CHECKS = (dates, owed_by_nobody)
