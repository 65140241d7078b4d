"""A form whose texts can be read over before they are sent: “Check how it reads”."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from platform_core.text.plainness import Finding, language_of, read_over

ASKED = "reading"


class ReadsOver(forms.BaseForm):
    """Put before forms.Form. `reads`: names of the fields that are read over; empty: every text of several lines.

    Pressing the button of desk/parts/reading.html gives the form back with everything typed and what was found:
    nothing is checked or saved then, so that half an answer can be read over, too.
    """

    reads: tuple[str, ...] = ()

    @property
    def is_reading(self) -> bool:
        return self.is_bound and ASKED in self.data

    @property
    def read_names(self) -> list[str]:
        if self.reads:
            return [name for name in self.reads if name in self.fields]
        return [name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)]

    def full_clean(self) -> None:
        if self.is_reading:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        return not self.is_reading and super().is_valid()

    @property
    def page_status(self) -> int:
        """Of the page on which the form stands again."""
        return 422 if self.is_bound and not self.is_reading else 200

    def read(self) -> dict[str, Any] | None:
        """Context of desk/parts/findings.html; None while nobody asked."""
        if not self.is_reading:
            return None
        return findings_of(
            {name: (str(self[name].label), str(self[name].value() or "")) for name in self.read_names}
        )


def findings_of(texts: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """{field: (label, what is written)} -> what could be plainer, by field."""
    groups: list[tuple[str, tuple[Finding, ...]]] = [
        (label, found) for label, text in texts.values() if (found := read_over(text, language_of(text)))
    ]
    return {
        "groups": groups,
        "count": sum(len(found) for _label, found in groups),
        "is_empty": not any(text.strip() for _label, text in texts.values()),
    }
