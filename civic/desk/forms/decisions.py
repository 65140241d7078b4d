"""Forms for what people decide: accept, refuse with a code, record a result, move by hand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField
from civic.processes.document import Rules, Stage, counters_of
from civic.processes.kinds import Counter, Dismissal, Outcome
from platform_core.text.fields import LineField

MOST_COUNTED = 100_000_000
# What is counted where a debate or a vote is held; the rest is counted here.
COUNTED_THERE = (Counter.PARTICIPANTS, Counter.VOTES, Counter.IN_FAVOUR)


class DecisionForm(forms.Form):
    """Accept, or refuse for one of the reasons the rules name. Everybody reads the reason."""

    outcome = forms.ChoiceField(label=_("What is decided"), widget=forms.RadioSelect)
    code = forms.ChoiceField(
        label=_("Why it is not accepted"),
        help_text=_("Only when it is not accepted: the reasons that the rules name."),
        required=False,
    )
    reason = ReasonField(
        label=_("Reason everyone can read"),
        help_text=_("Needed when it is not accepted; otherwise as you like."),
        required=False,
    )

    def __init__(
        self, *args: Any, rules: Rules, stage: Stage, outcomes: Iterable[Outcome], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "decision_%s"
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (one.value, _outcome_words(rules, stage, one)) for one in outcomes
        ]
        if rules.refusals:
            self.fields["code"].choices = [("", "—"), *_codes(rules)]  # type: ignore[attr-defined]
        else:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == Outcome.REFUSED:
            self._needs("code", _("Choose the reason that the rules name."))
            self._needs("reason", _("Say why, so that everyone can understand it."))
        return data

    def _needs(self, name: str, sentence: Any) -> None:
        if name in self.fields and not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    @property
    def is_refusal(self) -> bool:
        return self.cleaned_data["outcome"] == Outcome.REFUSED


def _outcome_words(rules: Rules, stage: Stage, outcome: Outcome) -> str:
    if outcome == Outcome.REFUSED:
        return str(_("It is not accepted."))
    to = dict(stage.ways).get(outcome)
    if to is None:  # it was decided meanwhile: the verb says so
        return str(outcome.label)
    label = rules.stage(to).label(get_language() or "ko")
    return str(_("It is accepted and goes on to “%(stage)s”.")) % {"stage": label}


def _codes(rules: Rules) -> list[tuple[str, str]]:
    """With what becomes of it where that is more than a refusal: ‘… (handled as a civil complaint)’."""
    language = get_language() or "ko"
    return [
        (
            one.code,
            one.label(language)
            if one.how == Dismissal.REFUSED
            else f"{one.label(language)} ({one.how.label})",
        )
        for one in rules.refusals
    ]


class ResultForm(forms.Form):
    """What a debate or a vote came to. One field for each number that its thresholds ask about."""

    note = LineField(
        label=_("Where and how it was counted"),
        help_text=_("Everyone reads this beside the numbers."),
        max_characters=300,
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "result_%s"
        self.counters = counters_recorded(stage)
        numbers = {
            counter.value: forms.IntegerField(
                label=str(counter.label).capitalize(), min_value=0, max_value=MOST_COUNTED
            )
            for counter in self.counters
        }
        self.fields = {**numbers, **self.fields}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        votes, in_favour = data.get(Counter.VOTES.value), data.get(Counter.IN_FAVOUR.value)
        if votes is not None and in_favour is not None and in_favour > votes:
            self.add_error(Counter.IN_FAVOUR.value, _("There cannot be more votes in favour than votes."))
        return data

    def counts(self) -> dict[Counter, int]:
        return {counter: self.cleaned_data[counter.value] for counter in self.counters}


def counters_recorded(stage: Stage) -> tuple[Counter, ...]:
    """Those that its thresholds ask about and that are counted where it is held; the votes where none do."""
    asked = frozenset().union(*(counters_of(gate.when) for gate in stage.gates))
    found = tuple(counter for counter in COUNTED_THERE if counter in asked)
    return found or (Counter.VOTES, Counter.IN_FAVOUR)


class HandMoveForm(forms.Form):
    """Only where the rules permit it, and never without a reason everyone can read."""

    to = forms.ChoiceField(label=_("To the stage"))
    reason = ReasonField(label=_("Reason everyone can read"))

    def __init__(self, *args: Any, rules: Rules, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "move_%s"
        language = get_language() or "ko"
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, rules.stage(key).label(language)) for key in stage.hand_moves
        ]
