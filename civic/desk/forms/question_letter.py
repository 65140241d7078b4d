"""공문: what stands on the letter that hands the result over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.questions.letters import Words
from platform_core.text.fields import LineField, TextField

LINE_LENGTH, NUMBER_LENGTH, NOTE_LENGTH = 100, 60, 2_000


class LetterForm(forms.Form):
    number = LineField(
        label=_("Document number"),
        help_text=_("As your document system gives it. It may be added later, before it is handed over."),
        max_characters=NUMBER_LENGTH,
        required=False,
    )
    sent_from = LineField(label=pgettext_lazy("a letter", "From"), max_characters=LINE_LENGTH)
    sent_to = LineField(label=pgettext_lazy("a letter", "To"), max_characters=LINE_LENGTH)
    basis = TextField(
        label=_("Basis"),
        help_text=_("The ordinance, plan or rules by which this is handed over."),
        max_characters=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    subject = LineField(label=_("Subject"), max_characters=LINE_LENGTH * 2)
    body = TextField(
        label=_("What is asked of the department"),
        max_characters=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    report = TextField(
        label=_("Attached"),
        help_text=_("The report on the debate: its title, its address or its document number."),
        max_characters=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in Words.__slots__})


class DeliveryForm(forms.Form):
    received_by = LineField(
        label=_("Received by"),
        help_text=_("Who in the department has taken it."),
        max_characters=LINE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "delivery_%s"
