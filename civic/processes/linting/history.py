"""Thresholds against what the institution's own items came to."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.processes.document import Rules
from civic.processes.document.conditions import simple_parts
from civic.processes.kinds import Counter
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import hint, warning
from civic.processes.linting.walking import gates
from civic.processes.words.phrases import counted, number

ENOUGH_ITEMS = 20
FEW, NEARLY_ALL = Fraction(1, 20), Fraction(4, 5)


def against_the_past(rules: Rules, context: LintContext) -> Iterator[Finding]:
    for path, _stage, gate in gates(rules):
        for part in simple_parts(gate.when):
            items = context.past.items(part.counter)
            if items >= ENOUGH_ITEMS:
                yield from _compared(path, part.counter, part.count, context, items)


def _compared(path: str, counter: Counter, count: int, context: LintContext, items: int) -> Iterator[Finding]:
    reached = context.past.reached(counter, count)
    blanks = {"counted": counted(counter, count), "items": number(items), "reached": number(reached)}
    if reached == 0:
        yield warning(
            "none_reached_it",
            f"{path}.when",
            _("Of the %(items)s proposals of the last year, none came to %(counted)s.") % blanks,
            _("Lower it, or allow what stays below to be taken up."),
        )
    elif Fraction(reached, items) <= FEW:
        phrase = ngettext(
            "Of the %(items)s proposals of the last year, only %(reached)s came to %(counted)s.",
            "Of the %(items)s proposals of the last year, only %(reached)s came to %(counted)s.",
            reached,
        )
        yield hint("few_reached_it", f"{path}.when", phrase % blanks, _("Think whether so few are meant."))
    elif Fraction(reached, items) >= NEARLY_ALL:
        yield hint(
            "nearly_all_reached_it",
            f"{path}.when",
            _("Of the %(items)s proposals of the last year, %(reached)s came to %(counted)s.") % blanks,
            _("Think whether the departments can answer so many."),
        )


CHECKS = (against_the_past,)
