"""Rules of participation in plain sentences, and what differs between two versions."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from civic.desk.words import days_words
from civic.processes.document import AnswerRules, Rules, Threshold
from civic.processes.kinds import DayUnit, Effect, Rescue


def sentences(rules: Rules) -> list[str]:
    """What the rules say, in the order a proposal meets them."""
    return [
        _window(rules),
        *(_threshold(threshold) for threshold in rules.thresholds),
        _rescue(rules),
        _answer(rules.answer),
        _extensions(rules.answer),
        _("The stages are called: %(names)s.") % {"names": " → ".join(stage_names(rules))},
    ]


def stage_names(rules: Rules) -> list[str]:
    return [stage.label(get_language() or "ko") for stage in rules.stages]


def effect_words(effect: Effect) -> str:
    return str(effect.label)


def _window(rules: Rules) -> str:
    days = days_words(rules.window_days, DayUnit.CALENDAR)
    return _("Support is gathered for %(days)s, to the end of the last day.") % {"days": days}


def _threshold(threshold: Threshold) -> str:
    counted = ngettext("%(count)d support", "%(count)d supports", threshold.count) % {
        "count": threshold.count
    }
    return _("From %(supports)s: %(effect)s.") % {
        "supports": counted,
        "effect": effect_words(threshold.effect),
    }


def _rescue(rules: Rules) -> str:
    if rules.rescue == Rescue.NONE:
        return _("A proposal below the threshold is closed when its time is over.")
    return _("A worthy proposal below the threshold may be taken up all the same, with a public reason.")


def _answer(answer: AnswerRules) -> str:
    return _("An answer is owed within %(days)s.") % {"days": days_words(answer.days, answer.unit)}


def _extensions(answer: AnswerRules) -> str:
    if not answer.extensions:
        return _("The date of an answer cannot be moved.")
    times = ngettext("once", "up to %(count)d times", answer.extensions) % {"count": answer.extensions}
    return _("Its date may be moved %(times)s by %(days)s, with a public reason.") % {
        "times": times,
        "days": days_words(answer.extension_days, answer.unit),
    }


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    old: str
    new: str


def changes(old: Rules, new: Rules) -> list[Change]:
    """What differs, each as label, before and after; empty when the two say the same."""
    before, after = _facts(old), _facts(new)
    found = []
    for key in dict.fromkeys([*before, *after]):
        (label, was), (new_label, now) = before.get(key, ("", "–")), after.get(key, ("", "–"))
        if was != now:
            found.append(Change(new_label or label, was, now))
    return found


def _facts(rules: Rules) -> dict[str, tuple[str, str]]:
    """What a set of rules says: key → label and value in words."""
    answer = rules.answer
    return {
        "window": (_("Days to gather support"), str(rules.window_days)),
        **{f"threshold {t.key}": (effect_words(t.effect), str(t.count)) for t in rules.thresholds},
        "days": (_("Days to answer"), days_words(answer.days, answer.unit)),
        "extensions": (_("How often the date may be moved"), str(answer.extensions)),
        "extension": (_("Days it is moved by"), days_words(answer.extension_days, answer.unit)),
        "rescue": (_("Below the threshold"), str(rules.rescue.label)),
        "names": (_("Names of the stages"), " → ".join(stage_names(rules))),
    }
