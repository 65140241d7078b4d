"""Names and reasons: what would be read as a key, in the wrong language, or twice."""

from collections import Counter as Tallied
from collections.abc import Iterator

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.document.shapes import Labels
from civic.processes.kinds import Outcome, StageKind
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import hint, warning
from civic.processes.linting.walking import name, stages

# A committee may also be the one that checks or finds the department.
_ALSO = {StageKind.COMMITTEE: (StageKind.SCREENING, StageKind.REVIEWING)}


def missing_names(rules: Rules, context: LintContext) -> Iterator[Finding]:
    for path, what, labels, needed in _labels(rules):
        known = dict(labels)
        for language in context.languages:
            if known.get(language[:2]) or not (needed or labels):
                continue
            yield warning(
                "name_missing",
                f"{path}.label.{language[:2]}",
                _("“%(what)s” has no name in this language: %(language)s.")
                % {"what": what, "language": _own_name(language[:2])},
                _("Write it in every language your institution offers."),
            )


def _own_name(language: str) -> str:
    try:
        return str(get_language_info(language)["name_local"])
    except KeyError:
        return language


def _labels(rules: Rules) -> Iterator[tuple[str, str, Labels, bool]]:
    """Path, what it is called now, its names, and whether it is read as a bare key without one."""
    for path, stage in stages(rules):
        yield path, name(stage), stage.labels, False
        for number, gate in enumerate(stage.gates):
            yield f"{path}.gates.{number}", gate.key, gate.labels, False
        for number, seats in enumerate(stage.committee.seats if stage.committee else ()):
            yield f"{path}.committee.seats.{number}", str(number + 1), seats.labels, True
        for number, one in enumerate(stage.vote.electorates if stage.vote else ()):
            yield f"{path}.vote.electorates.{number}", str(number + 1), one.labels, True
    for number, population in enumerate(rules.populations):
        yield f"populations.{number}", population.key, population.labels, True
    for number, refusal in enumerate(rules.refusals):
        yield f"refusals.{number}", refusal.code, refusal.labels, True


def same_names(rules: Rules, context: LintContext) -> Iterator[Finding]:
    tally = Tallied(name(stage) for _path, stage in stages(rules))
    for path, stage in stages(rules):
        if tally[name(stage)] > 1:
            yield hint(
                "same_stage_name",
                f"{path}.label",
                _("Several stages are called “%(stage)s”.") % {"stage": name(stage)},
                _("Give each its own name, so that people can tell them apart."),
            )
    names = {text.strip().casefold() for _language, text in rules.labels} | {context.name.strip().casefold()}
    if names & {other.strip().casefold() for other in context.other_names} - {""}:
        yield warning(
            "same_process_name",
            "label",
            _("Another process of your institution has the same name."),
            _("Rename one of them: people choose between them by name."),
        )


def reasons(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """Whoever turns something away says why, by published reasons."""
    turning_away = [(path, one) for path, one in stages(rules) if _turns_away(one)]
    if rules.refusals and not turning_away:
        yield hint(
            "reasons_without_a_refusal",
            "refusals",
            _("Reasons for turning away are given, and no stage turns anything away."),
            _("Remove them, or add a stage in which things are checked."),
        )
    for path, stage in turning_away if not rules.refusals else ():
        say = warning if stage.kind == StageKind.SCREENING else hint
        yield say(
            "refusal_without_reasons",
            path,
            _("In “%(stage)s” something may be turned away, and no reasons for that are published.")
            % {"stage": name(stage)},
            _("List the reasons, so that everyone knows beforehand what is not accepted."),
        )


def _turns_away(stage: Stage) -> bool:
    return Outcome.REFUSED in dict(stage.ways)


def committees(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    blocks = (
        (StageKind.COMMITTEE, "committee", _("who sits on the committee and how it decides")),
        (StageKind.DEBATING, "debate", _("the form of the discussion")),
        (StageKind.VOTING, "vote", _("how votes are cast")),
    )
    for path, stage in stages(rules):
        for kind, field, what in blocks:
            has = getattr(stage, field) is not None
            blanks = {"stage": name(stage), "what": what}
            if stage.kind == kind and not has:
                yield hint(
                    "not_said_how",
                    f"{path}.{field}",
                    _("“%(stage)s” does not say: %(what)s.") % blanks,
                    _("Write it down: it is the first thing people ask afterwards."),
                )
            elif has and stage.kind not in {kind, *_ALSO.get(kind, ())}:
                yield warning(
                    "block_without_use",
                    f"{path}.{field}",
                    _("“%(stage)s” says %(what)s, and is no stage of that kind.") % blanks,
                    _("Remove it, or change the kind of the stage."),
                )


CHECKS = (missing_names, same_names, reasons, committees)
