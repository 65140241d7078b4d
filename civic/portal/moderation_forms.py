"""What people fill in around reports and decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.moderation.kinds import Ground, Kind
from platform_core.text.fields import LineField, TextField

WORDS_LENGTH, APPEAL_LENGTH = 500, 1_000
# As the forms of writing have it.
LONGEST = {Kind.PROPOSAL: 10_000, Kind.COMMENT: 1_000, Kind.OPINION: 1_000}


class ReportForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong with it.")},
    )
    words = TextField(
        label=_("In your words"),
        help_text=_("Staff read this. Whoever wrote it does not learn who reported it."),
        required=False,
        max_characters=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("ground") == Ground.OTHER and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please say in a few words what is wrong with it."))
        return data


class AppealForm(forms.Form):
    words = TextField(
        label=_("Why you think the decision is wrong"),
        help_text=_("Somebody else than who decided reads it and answers."),
        max_characters=APPEAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write something first.")},
    )


class ChangeForm(forms.Form):
    """What was returned, to be written differently. A title of proposals only."""

    title = LineField(label=_("Title"), max_characters=100)
    body = TextField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Kind.PROPOSAL:
            del self.fields["title"]
        body = self.fields["body"]
        assert isinstance(body, TextField)
        body.max_characters = LONGEST[Kind(kind)]
