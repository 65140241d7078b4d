"""Forms of the queue: find, decide, keep the lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.desk.forms.reason import ReasonField
from civic.journeys.judging import Ruling
from civic.moderation.kinds import (
    HIDING,
    LONGEST_RESTRAINT_DAYS,
    RESTRAINABLE,
    Act,
    Cause,
    Ground,
    Kind,
    Listed,
    Reading,
)
from civic.moderation.watching import pattern_of
from civic.processes.kinds import Deed
from platform_core.text.fields import LineField

# Decided of many at once: what asks nothing more than a reason.
BULK = (Act.KEEP, Act.HIDE, Act.WARN)
WITH_REASON = HIDING | {Act.WARN, Act.RESTRICT}
WHOSE = [
    ("", _("Everybody’s")),
    ("free", _("Nobody is at it")),
    ("mine", _("I am at it")),
    ("held", _("Waits hidden")),
]


class QueueForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("what was written", "What it is"),
        required=False,
        choices=[("", _("All")), *Kind.choices],
    )
    cause = forms.ChoiceField(
        label=_("Why it is here"), required=False, choices=[("", _("All")), *Cause.choices]
    )
    ground = forms.ChoiceField(
        label=_("Reported because of"), required=False, choices=[("", _("All")), *Ground.choices]
    )
    whose = forms.ChoiceField(label=pgettext_lazy("work", "Whose"), required=False, choices=WHOSE)


class ReasonedForm(forms.Form):
    """What takes something from somebody has a ground that is counted, and words that they read."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        act = data.get("act")
        if act in WITH_REASON and not data.get("ground") and "ground" not in self.errors:
            self.add_error("ground", _("Please choose the ground: it is counted publicly."))
        if act in WITH_REASON and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please say which rule it breaks: its author is told."))
        return data


class RulingForm(ReasonedForm):
    act = forms.ChoiceField(
        label=pgettext_lazy("about a text", "Decision"),
        choices=[(one.value, one.label) for one in Act if one != Act.SHOW],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what shall be done.")},
    )
    ground = forms.ChoiceField(
        label=pgettext_lazy("of a decision", "Ground"),
        required=False,
        choices=[("", _("Choose a ground")), *Ground.choices],
    )
    words = ReasonField(label=_("Reason its author will read"), required=False)
    days = forms.IntegerField(
        label=_("For how many days"),
        help_text=_("Of a restriction only."),
        required=False,
        min_value=1,
        max_value=LONGEST_RESTRAINT_DAYS,
    )
    deeds = forms.MultipleChoiceField(
        label=_("What may not be done meanwhile"),
        required=False,
        choices=[(deed.value, deed.label) for deed in RESTRAINABLE],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("act") == Act.RESTRICT:
            if not data.get("days") and "days" not in self.errors:
                self.add_error("days", _("Please say for how many days."))
            if not data.get("deeds") and "deeds" not in self.errors:
                self.add_error("deeds", _("Please tick what is restricted."))
        return data

    def ruling(self) -> Ruling:
        data = self.cleaned_data
        restricts = data["act"] == Act.RESTRICT
        return Ruling(
            act=Act(data["act"]),
            ground=data["ground"] if data["act"] in WITH_REASON else "",
            words=data["words"],
            days=data["days"] or 0 if restricts else 0,
            deeds=tuple(data["deeds"]) if restricts else (),
        )


class ManyForm(ReasonedForm):
    """The same decision about several, each for itself."""

    act = forms.ChoiceField(
        label=pgettext_lazy("about a text", "Decision"), choices=[(one.value, one.label) for one in BULK]
    )
    ground = forms.ChoiceField(
        label=pgettext_lazy("of a decision", "Ground"),
        required=False,
        choices=[("", _("Choose a ground")), *Ground.choices],
    )
    words = ReasonField(label=_("Reason their authors will read"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "many_%s"

    def ruling(self) -> Ruling:
        data = self.cleaned_data
        ground = data["ground"] if data["act"] in WITH_REASON else ""
        return Ruling(act=Act(data["act"]), ground=ground, words=data["words"])


class AppealAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What comes of it"),
        choices=[("upheld", _("The decision stands")), ("overturned", _("The decision is taken back"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what comes of it.")},
    )
    answer = ReasonField(label=_("Answer to whoever objects"))


class WatchedForm(forms.Form):
    kind = forms.ChoiceField(label=_("Word or link"), choices=Listed.choices)
    text = LineField(label=_("Word, or address of a site"), max_characters=100)
    holds = forms.BooleanField(
        label=_("What has it waits hidden until somebody here has read it"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("text") and data.get("kind") and not pattern_of(data["kind"], data["text"]):
            link = data["kind"] == Listed.LINK
            self.add_error(
                "text",
                _("Please write the address of a site, such as example.com.")
                if link
                else _("A word needs at least two letters."),
            )
        return data


class PolicyForm(forms.Form):
    reading = forms.ChoiceField(label=_("When staff read it"), choices=Reading.choices)
    new_account_hours = forms.IntegerField(
        label=_("Notice accounts younger than so many hours (0: never)"), min_value=0, max_value=8_760
    )
    notices_repeats = forms.BooleanField(
        label=_("Notice the same text by the same person within a day"), required=False
    )
    hides_after_reports = forms.IntegerField(
        label=_("Hide until read after so many members reported it (0: never)"), min_value=0, max_value=1_000
    )

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": deed})
        self.deed = Deed(deed)
