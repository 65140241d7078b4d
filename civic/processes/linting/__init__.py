"""Mistakes in rules, found while they are written.

What cannot be carried out is refused by `parse_rules`; here is what can be carried out and is unwise, or
carries out something nobody means. Pure: everything around the rules comes in the context.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from civic.processes.document import Rules, RulesError, parse_rules
from civic.processes.linting import answers, history, persons, plans, texts, thresholds, ways, windows
from civic.processes.linting.findings import ORDER, Finding, Level, LintContext, Past

__all__ = ["Finding", "Level", "LintContext", "Past", "lint", "lint_document"]

_CHECKS = tuple(
    check
    for each in (plans, ways, windows, thresholds, answers, persons, texts, history)
    for check in each.CHECKS
)


def lint(rules: Rules, context: LintContext) -> list[Finding]:
    """Everything that is found, errors first, then in the order of the document."""
    found: Iterator[Finding] = (one for check in _CHECKS for one in check(rules, context))
    return sorted(dict.fromkeys(found), key=lambda one: (ORDER.index(one.level), _in_order(one.path)))


def lint_document(document: dict[str, Any], context: LintContext) -> list[Finding]:
    """As `lint`; a document that is no set of rules is one error."""
    try:
        rules = parse_rules(document)
    except RulesError as wrong:
        said = _("This cannot be published as it stands.")
        return [Finding(Level.ERROR, "not_rules", wrong.path, str(wrong.sentence), said)]
    return lint(rules, context)


def _in_order(path: str) -> list[tuple[int, str]]:
    """stages.2 before stages.10"""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in path.split(".")]
