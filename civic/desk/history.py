"""이력 in words: what happened to a proposal, when, and who did it. Staff see names; citizens' pages do not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.answers.due import last_day
from civic.answers.models import Cause, PauseEnd, Verdict
from civic.categories.models import Category
from civic.execution.models import ProgressKind
from civic.people.models import Department
from civic.processes.document import Rules
from civic.processes.kinds import Answerer, Counter, Effect
from civic.processes.words import counted
from civic.proposals.models import Ending, MoveCause
from platform_core.events.models import Event

Facts = dict[str, Any]
Sentence = Callable[[Facts], str]


def story_of(events: Iterable[Event], rules: Rules) -> list[Facts]:
    """What ui/components/timeline.html draws, in the order given. Names are looked up in two queries at most."""
    events = list(events)
    names = _Names(
        departments=_department_names(events),
        categories=_category_names(events),
        stages=_stage_names(rules),
        refusals={one.code: one.label(get_language() or "ko") for one in rules.refusals},
    )
    return [_item(event, names) for event in events]


@dataclass(frozen=True, slots=True)
class _Names:
    departments: dict[int, str]
    categories: dict[str, str]
    stages: dict[str, str]
    refusals: dict[str, str]


def _stage_names(rules: Rules) -> dict[str, str]:
    """By key; by kind, too, for what was written down before stages had keys."""
    language = get_language() or "ko"
    by_kind = {stage.kind.value: stage.label(language) for stage in reversed(rules.stages)}
    return by_kind | {stage.key: stage.label(language) for stage in rules.stages}


def _item(event: Event, names: _Names) -> Facts:
    data = event.data
    facts = {
        **data,
        "to": names.departments.get(data.get("department", 0), ""),
        "from": names.departments.get(data.get("from_department", 0), ""),
        "stage_name": names.stages.get(data.get("stage_key") or data.get("stage", ""), ""),
        "refusal": names.refusals.get(data.get("code", ""), data.get("code", "")),
        "category_name": names.categories.get(data.get("category", ""), data.get("category", "")),
    }
    icon, tone, sentence = SENTENCES.get(event.kind, ("info", "", lambda _facts: event.kind))
    return {
        "icon": icon,
        "tone": tone,
        "title": sentence(facts),
        "at": event.at,
        "who": event.actor.name if event.actor else _("by the platform"),
        "text": " – ".join(filter(None, [facts["refusal"], facts.get("reason") or facts.get("note", "")])),
    }


def _department_names(events: list[Event]) -> dict[int, str]:
    wanted = {event.data.get(name) for event in events for name in ("department", "from_department")} - {None}
    return dict(Department.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _category_names(events: list[Event]) -> dict[str, str]:
    wanted = {event.data["category"] for event in events if event.data.get("category")}
    return dict(Category.objects.filter(key__in=wanted).values_list("key", "name")) if wanted else {}


def _label(choices: Any, value: str | None) -> str:
    """A stored value in words; a value this version does not know stays as it is."""
    return str(choices(value).label) if value in choices.values else str(value or "")


def _day(iso: str | None) -> str:
    moment: datetime | date | None = parse_datetime(iso or "")
    return date_format(last_day(moment), "DATE_FORMAT") if isinstance(moment, datetime) else ""


def _crossed(facts: Facts) -> str:
    effect = _label(Effect, facts.get("effect"))
    return _("%(count)s supports reached: %(effect)s") % {
        "count": intcomma(facts.get("count")),
        "effect": effect,
    }


def _entered(facts: Facts) -> str:
    said = _("Moved to “%(stage)s”") % {"stage": facts["stage_name"]}
    cause = _label(MoveCause, facts.get("cause"))
    return f"{said}: {cause}" if cause else said


def _recorded(facts: Facts) -> str:
    numbers = [
        counted(Counter(name), count)
        for name, count in (facts.get("counts") or {}).items()
        if name in Counter.values
    ]
    return _("A result was recorded: %(numbers)s") % {"numbers": " · ".join(numbers)}


def _opened(facts: Facts) -> str:
    return _("An answer is owed by %(day)s: %(cause)s") % {
        "day": _day(facts.get("due_at")),
        "cause": _label(Cause, facts.get("cause")),
    }


def _transferred(facts: Facts) -> str:
    return _("Passed on from %(from)s to %(to)s") % facts


SENTENCES: dict[str, tuple[str, str, Sentence]] = {
    "proposals.proposal.submitted": ("write", "", lambda f: _("Proposed")),
    "proposals.proposal.edited": ("write", "", lambda f: _("Changed by its author")),
    "proposals.proposal.classified": (
        "flag",
        "",
        lambda f: _("Classified as “%(category)s”") % {"category": f["category_name"]},
    ),
    "proposals.proposal.hidden": ("eye-off", "bad", lambda f: _("Hidden")),
    "proposals.proposal.shown": ("eye", "good", lambda f: _("Shown again")),
    "proposals.proposal.closed": (
        "archive",
        "",
        lambda f: _("Closed: %(ending)s") % {"ending": _label(Ending, f.get("ending"))},
    ),
    "proposals.proposal.imported": ("archive", "", lambda f: _("Brought from an earlier platform")),
    "proposals.stage.entered": ("arrow-right", "", _entered),
    "proposals.result.recorded": ("chart", "", _recorded),
    "proposals.threshold.crossed": ("heart", "good", _crossed),
    "proposals.count.differed": (
        "warning",
        "warn",
        lambda f: _("The count was corrected from %(shown)s to %(counted)s") % f,
    ),
    "proposals.comment.hidden": ("eye-off", "bad", lambda f: _("A comment was hidden")),
    "proposals.comment.shown": ("eye", "", lambda f: _("A comment was shown again")),
    "proposals.comment.written": ("comment", "", lambda f: _("A comment was written (now hidden)")),
    "proposals.comment.edited": ("comment", "", lambda f: _("A comment was changed (now hidden)")),
    "answers.request.opened": ("inbox", "", _opened),
    "answers.request.assigned": (
        "building",
        "",
        lambda f: _("Assigned to %(to)s") % f,
    ),
    "answers.request.transferred": ("transfer", "warn", _transferred),
    "answers.request.extended": (
        "calendar",
        "warn",
        lambda f: _("More time was taken: due by %(day)s") % {"day": _day(f.get("due_at"))},
    ),
    "answers.request.paused": (
        "clock",
        "warn",
        lambda f: (
            _("The author was asked for something; days are not counted until %(day)s")
            % {"day": _day(f.get("until"))}
        ),
    ),
    "answers.request.resumed": (
        "clock",
        "",
        lambda f: (
            _("Days count again (%(why)s): due by %(day)s")
            % {"why": _label(PauseEnd, f.get("how")), "day": _day(f.get("due_at"))}
        ),
    ),
    "answers.request.escalated": (
        "warning",
        "bad",
        lambda f: _("So late that it lies with: %(who)s") % {"who": _label(Answerer, f.get("to"))},
    ),
    "answers.request.left_unassigned": (
        "warning",
        "warn",
        lambda f: _("Moderators were told again that no department has it"),
    ),
    "answers.interim.became_owed": ("clock", "warn", lambda f: _("An interim answer became owed")),
    "answers.interim.published": ("megaphone", "", lambda f: _("An interim answer was given")),
    "answers.request.became_overdue": ("warning", "bad", lambda f: _("The date passed without an answer")),
    "answers.answer.published": (
        "megaphone",
        "good",
        lambda f: _("Answered: %(verdict)s") % {"verdict": _label(Verdict, f.get("verdict"))},
    ),
    "execution.progress.reported": (
        "hammer",
        "",
        lambda f: _("Reported: %(kind)s") % {"kind": _label(ProgressKind, f.get("note"))},
    ),
}
