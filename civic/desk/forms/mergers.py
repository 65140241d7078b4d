"""Which proposal goes on, and why the two are the same."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.desk.forms.reason import ReasonField
from civic.proposals.models import Proposal


class MergerForm(forms.Form):
    kept = forms.IntegerField(
        label=gettext_lazy("Number of the proposal that goes on"),
        help_text=gettext_lazy("Usually the older one, or the one with more supports."),
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Please write its number, such as 123.")},
    )
    reason = ReasonField(label=gettext_lazy("Reason everyone can read"))

    def clean_kept(self) -> Proposal:
        number = self.cleaned_data["kept"]
        found = Proposal.objects.select_related("process_version").filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no proposal with this number."))
        return found

    def refuse(self, sentence: Any) -> None:
        """Say at the number what the rule says of the two."""
        self.add_error("kept", str(sentence))
