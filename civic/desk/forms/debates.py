"""Question and form of a debate, its end, and what is looked for in its lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.debates.actions import Terms
from civic.debates.kinds import State
from civic.debates.models import Debate
from civic.journeys.debate_leading import ASKED
from civic.processes.kinds import DebateForm, Shown
from civic.proposals.models import Standing
from platform_core.text.fields import LineField, TextField

QUESTION_LENGTH, LEAD_LENGTH, SUMMARY_LENGTH = 100, 300, 10_000
ROUNDS = 50


class TermsForm(forms.Form):
    """What is asked. `locked`: people have answered already, and only what lies around it can change."""

    question = LineField(
        label=_("Key question"),
        help_text=_("One question that can be answered for, against or with ideas; no answer hidden in it."),
        max_characters=QUESTION_LENGTH,
        error_messages={"required": _("Please write the question.")},
    )
    lead = TextField(
        label=_("In one or two sentences"),
        help_text=_("What it is about, for somebody who hears of it for the first time."),
        max_characters=LEAD_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    form = forms.ChoiceField(label=_("How people answer"), choices=DebateForm.choices)
    reason_required = forms.BooleanField(
        label=_("A vote needs a reason in words"),
        help_text=_("Where people answer with ideas, words are needed in any case."),
        required=False,
    )
    takes_replies = forms.BooleanField(label=_("People may reply to each other"), required=False)
    shown = forms.ChoiceField(label=_("When the votes are shown"), choices=Shown.choices)
    video_url = forms.URLField(
        label=_("Address of a film"),
        help_text=_(
            "Readers see it once it has captions, or once its words stand in the briefing under “The film in words”."
        ),
        required=False,
        max_length=200,
        assume_scheme="https",
    )
    video_captioned = forms.BooleanField(label=_("The film has captions"), required=False)
    follows = forms.ModelChoiceField(
        label=_("The round before this one"),
        queryset=Debate.objects.none(),
        required=False,
        empty_label=_("It is the first round"),
    )

    def __init__(
        self, *args: Any, terms: Terms, own: int | None = None, locked: bool = False, **kwargs: Any
    ) -> None:
        kwargs["initial"] = terms.as_fields() | {"follows": terms.follows.pk if terms.follows else None}
        super().__init__(*args, **kwargs)
        for name in ASKED if locked else ():
            self.fields[name].disabled = True
        rounds = Debate.objects.exclude(opened_at=None).exclude(pk=own or 0).order_by("-opened_at", "-pk")
        keep = [terms.follows.pk] if terms.follows else []
        newest = [*rounds.values_list("pk", flat=True)[:ROUNDS], *keep]
        self.fields["follows"].queryset = Debate.objects.filter(pk__in=newest)  # type: ignore[attr-defined]

    @property
    def terms(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ConclusionForm(forms.Form):
    summary = TextField(
        label=_("Closing summary"),
        help_text=_(
            "What was said for and against, what the numbers are, and what happens next. Everybody who took part"
            " is told."
        ),
        max_characters=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("A discussion does not end silently: say what came of it.")},
    )


class NumberForm(forms.Form):
    """Which proposal or question a debate shall be prepared for."""

    number = forms.IntegerField(
        label=_("Number of the proposal or question"), min_value=1, max_value=2**31, widget=forms.TextInput
    )


class OpinionFilterForm(forms.Form):
    q = forms.CharField(label=_("Words in the opinion"), required=False, max_length=100)
    standing = forms.ChoiceField(
        label=_("Shown or hidden"),
        choices=[("", _("All")), (Standing.OPEN, _("Shown")), (Standing.HIDDEN, _("Hidden"))],
        required=False,
    )


def wanted_state(asked: str) -> State | None:
    return State(asked) if asked in State.values else None
