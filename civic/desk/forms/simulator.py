"""What rules are to be tried on: whose history, which rules, which numbers."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from civic.desk.simulator_page import gate_words
from civic.journeys.importing.reading import REQUIRED
from civic.journeys.simulating.asking import Question, plain
from civic.journeys.simulating.running import MOST_BYTES_AT_ONCE
from civic.journeys.simulating.table import COLUMNS
from civic.processes.document import Rules, RulesError
from civic.processes.models import ProcessDraft, ProcessVersion
from civic.processes.presets import preset, preset_keys
from civic.processes.simulating import plain_gates
from platform_core.text.fields import LineField

LARGEST_COUNT = 10_000_000
LONGEST_DAYS = 3_650
MOST_MONTHS = 120
LARGEST_FILE = 20 * 1024 * 1024
COUNT = "count_"


class SimulationForm(forms.Form):
    """`question()` once it is valid; `content` is then the file that was brought, if any."""

    history = forms.ChoiceField(
        label=_("On which proposals?"),
        choices=[("own", _("Our own, as they were supported")), ("file", _("Those of a file"))],
        widget=forms.RadioSelect,
        initial="own",
    )
    months = forms.IntegerField(
        label=_("How many months back"), min_value=1, max_value=MOST_MONTHS, initial=12, required=False
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "CSV or Excel up to 20 MB, with a number, a title, a day and a count of supports in each row. "
            "It is kept for this one time only."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    columns = LineField(
        label=_("Names of the columns"),
        required=False,
        max_characters=300,
        help_text=_(
            "Only when they are not recognised: number=No,title=Title,submitted_at=Date,support=Votes"
        ),
    )
    source = forms.ChoiceField(label=_("Which rules?"), widget=forms.RadioSelect)
    preset = forms.ChoiceField(label=_("Rules of another place"), required=False)
    window_days = forms.IntegerField(
        label=_("Days to gather support"), min_value=1, max_value=LONGEST_DAYS, required=False
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer"), min_value=1, max_value=LONGEST_DAYS, required=False
    )

    def __init__(
        self, *args: Any, version: ProcessVersion, draft: ProcessDraft | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.draft = draft
        self.content: bytes | None = None
        self._columns: dict[str, str] = {}
        self._offer_sources()
        self._offer_numbers(version.rules)
        self.fields["preset"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *sorted(((key, preset(key).name) for key in preset_keys()), key=lambda pair: pair[1]),
        ]

    def _offer_sources(self) -> None:
        choices = [
            ("numbers", _("The rules in force, with other numbers")),
            ("preset", _("Rules of another place")),
        ]
        if self.draft is not None:
            choices.insert(0, ("draft", _("Our draft")))
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("source", choices[0][0])

    def _offer_numbers(self, rules: Rules) -> None:
        self.initial.setdefault("window_days", rules.window_days or None)
        self.initial.setdefault("answer_days", rules.answer.days)
        if not rules.window_days:
            del self.fields["window_days"]
        for key, count in plain_gates(rules).items():
            self.fields[f"{COUNT}{key}"] = forms.IntegerField(
                label=gate_words(rules, key),
                min_value=1,
                max_value=LARGEST_COUNT,
                required=False,
                initial=count,
            )

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The blanks for numbers, thresholds first."""
        names = [name for name in self.fields if name.startswith(COUNT)]
        return [self[name] for name in (*names, "window_days", "answer_days") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("history") == "own" and "months" not in self.errors and not data.get("months"):
            self.add_error("months", _("Please say how many months."))
        if data.get("history") == "file":
            self._clean_file(data)
        if data.get("source") == "preset" and not data.get("preset"):
            self.add_error("preset", _("Please choose whose rules."))
        if not self.errors:
            self._clean_rules()
        return data

    def _clean_file(self, data: dict[str, Any]) -> None:
        file = data.get("file")
        if file is None:
            if "file" not in self.errors:
                self.add_error("file", _("Please choose a file."))
            return
        if Path(file.name).suffix.lower() not in MOST_BYTES_AT_ONCE:
            self.add_error("file", _("Please bring a CSV file or an Excel workbook (.xlsx)."))
        elif file.size > LARGEST_FILE:
            self.add_error("file", _("The file is larger than 20 MB."))
        else:
            self.content = file.read()
        self._clean_columns(data.get("columns") or "")

    def _clean_columns(self, text: str) -> None:
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        self._columns = {ours.strip(): theirs.strip() for ours, _equals, theirs in pairs}
        unknown = sorted(set(self._columns) - set(COLUMNS))
        missing = [name for name in REQUIRED if name not in self._columns]
        if unknown:
            self.add_error("columns", _now("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
        elif self._columns and missing:
            self.add_error("columns", _now("Please also name: %(names)s.") % {"names": ", ".join(missing)})

    def _clean_rules(self) -> None:
        try:
            self.question().then()
        except RulesError as error:
            self.add_error("source", _now("The draft is not finished: %(why)s") % {"why": error})

    def question(self) -> Question:
        data = self.cleaned_data
        by_file = data["history"] == "file"
        numbers = data["source"] == "numbers"
        return Question(
            version=self.version.pk,
            source=data["source"],
            document=self._document(data),
            preset=data["preset"] if data["source"] == "preset" else "",
            counts=self._counts(data) if numbers else {},
            window_days=data.get("window_days") if numbers else None,
            answer_days=data.get("answer_days") if numbers else None,
            months=0 if by_file else data["months"],
            file_name=data["file"].name[-100:] if by_file else "",
            columns=self._columns if by_file else {},
        )

    def _document(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["source"] == "preset":
            return plain(preset(data["preset"]).document)
        if data["source"] == "draft" and self.draft is not None:
            return dict(self.draft.document)
        return dict(self.version.document)

    def _counts(self, data: dict[str, Any]) -> dict[str, int]:
        return {
            name.removeprefix(COUNT): count
            for name, count in data.items()
            if name.startswith(COUNT) and count is not None
        }
