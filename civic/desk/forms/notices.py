"""What moderators write of a notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.gatherings import MomentField
from civic.desk.forms.reading import ReadsOver
from civic.notices.actions import Wording
from civic.notices.models import LONGEST_TITLE, Notice
from civic.notices.rules import may_set_dates
from platform_core.text.fields import LineField, TextField


class NoticeForm(ReadsOver, forms.Form):
    title = LineField(max_characters=LONGEST_TITLE, min_characters=2, label=_("Title"))
    body = TextField(
        max_characters=20_000,
        label=_("Text"),
        help_text=_("**bold**, lists with “- ” and links are understood."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    is_pinned = forms.BooleanField(required=False, label=_("Keep it at the top of the list"))
    begins_at = MomentField(
        required=False,
        label=_("Everybody reads it from"),
        help_text=_("Leave it empty to keep a draft. A later moment publishes it by itself."),
    )
    ends_at = MomentField(
        required=False, label=_("Until"), help_text=_("Empty: it stays. After it the notice leaves the list.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        verdict = may_set_dates(data.get("begins_at"), data.get("ends_at"))
        if not self.errors and not verdict.allowed:
            self.add_error("ends_at", str(verdict.sentence))
        return data

    def wording(self) -> Wording:
        return Wording(**self.cleaned_data)


def initial_of(notice: Notice) -> dict[str, Any]:
    return {name: getattr(notice, name) for name in NoticeForm.base_fields}
