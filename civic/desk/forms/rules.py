"""New numbers for the rules in force."""

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField
from civic.processes.document import Rules, RulesError, parse_rules
from civic.processes.kinds import DayUnit, Rescue
from civic.processes.models import ProcessVersion

LONGEST_DAYS = 365
LARGEST_COUNT = 10_000_000
MOST_EXTENSIONS = 10


def _days(label: Any, least: int = 1) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=LONGEST_DAYS)


class RulesForm(forms.Form):
    """Starts from `version`; `document()` is that version's document with the numbers changed."""

    window_days = _days(_("Days to gather support"))
    answer_days = _days(_("Days to answer"))
    answer_unit = forms.ChoiceField(label=_("Counted in"), choices=DayUnit.choices)
    extensions = forms.IntegerField(
        label=_("How often the date may be moved"), min_value=0, max_value=MOST_EXTENSIONS
    )
    extension_days = _days(_("Days it is moved by"), least=0)
    rescue = forms.ChoiceField(
        label=_("Below the threshold"), choices=Rescue.choices, widget=forms.RadioSelect
    )
    reason = ReasonField(label=_("Reason for the change, for everyone to read"))
    seen_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: ProcessVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _initial(version)
        self.version = version
        self.new_rules: Rules | None = None
        fields = {}
        for threshold in version.rules.thresholds:
            fields[f"threshold_{threshold.key}"] = forms.IntegerField(
                label=_("Supports needed: %(effect)s") % {"effect": threshold.effect.label},
                min_value=1,
                max_value=LARGEST_COUNT,
                initial=threshold.count,
            )
        first = self.fields.pop("window_days")
        self.fields = {"window_days": first, **fields, **self.fields}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._check_thresholds(data)
        if data.get("extensions") and data.get("extension_days") == 0:
            self.add_error("extension_days", _("Please say by how many days, or allow no extension."))
        if not self.errors:
            self._check_document()
        return data

    def _check_thresholds(self, data: dict[str, Any]) -> None:
        """Each higher than the one before: the error stands at the one that is not."""
        before = 0
        for name in [name for name in self.fields if name.startswith("threshold_")]:
            count = data.get(name)
            if count is None:
                continue
            if count <= before:
                self.add_error(name, _("This must be higher than the number before it."))
            before = count

    def _check_document(self) -> None:
        try:
            self.new_rules = parse_rules(self.document())
        except RulesError as error:
            self.add_error(None, str(error))
            return
        if self.document() == self.version.document:
            self.add_error(None, _("Nothing has been changed yet."))

    def document(self) -> dict[str, Any]:
        data = self.cleaned_data
        document = copy.deepcopy(self.version.document)
        document["window_days"] = data["window_days"]
        document["rescue"] = data["rescue"]
        for threshold in document["thresholds"]:
            threshold["count"] = data[f"threshold_{threshold['key']}"]
        document["answer"] = {
            **document["answer"],
            "days": data["answer_days"],
            "unit": data["answer_unit"],
            "extensions": data["extensions"],
            "extension_days": data["extension_days"],
        }
        return document


def _initial(version: ProcessVersion) -> dict[str, Any]:
    rules = version.rules
    return {
        "window_days": rules.window_days,
        "answer_days": rules.answer.days,
        "answer_unit": rules.answer.unit,
        "extensions": rules.answer.extensions,
        "extension_days": rules.answer.extension_days,
        "rescue": rules.rescue,
        "seen_number": version.number,
    }
