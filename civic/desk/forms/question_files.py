"""Files and cards of a question's materials. Judged while the form is read, before anything is written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.questions.kinds import Part
from platform_core.files.fields import OriginalField, PictureField
from platform_core.text.fields import LineField, TextField

LEAD_LENGTH, CARD_LENGTH, ALT_LENGTH = 200, 300, 300


class SourceForm(forms.Form):
    part = forms.ChoiceField(label=_("Belongs to"))
    made_by = LineField(
        label=_("Who made it"),
        help_text=_("The department, a citizens' group, a newspaper: readers see it beside the file."),
        max_characters=LEAD_LENGTH,
        error_messages={"required": _("Please say who made it.")},
    )
    file = OriginalField(
        label=_("File"),
        help_text=_("It is shown as it is: nothing in it is changed."),
        error_messages={"required": _("Please choose a file.")},
    )

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "source_%s"
        self.fields["part"].choices = [(part.value, part.label) for part in parts]  # type: ignore[attr-defined]


class CardForm(forms.Form):
    """What one card says. A picture comes with words for whoever does not see it; without, it is a draft."""

    text = TextField(
        label=_("What the card says"),
        help_text=_("One thought on each card."),
        max_characters=CARD_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write what the card says.")},
    )
    picture = PictureField(
        label=_("Picture"),
        help_text=_("Can be added later: then remove the draft and add the card again."),
        required=False,
    )
    alt = TextField(
        label=_("The picture in words"),
        help_text=_("All that can be read and seen on it. Without these words a picture is not taken."),
        max_characters=ALT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "card_%s"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("picture") and not data.get("alt") and "alt" not in self.errors:
            self.add_error("alt", _("Please say in words what the picture shows."))
        return data
