"""Briefing, original files, cards and notes of a debate. Files are judged while the form is read."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Card, Debate, Part
from civic.desk.kept_picture import keep_picture, kept_picture
from civic.processes.kinds import DebateForm
from platform_core.files.fields import OriginalField, PictureField
from platform_core.files.taking import TakenIn
from platform_core.text.fields import LineField, TextField

BODY_LENGTH, NOTE_LENGTH, LINE_LENGTH = 10_000, 5_000, 300
LAB_ONLY = (Part.EXPERIMENT, Part.OUTCOME)


class BriefingForm(forms.Form):
    """One field for each part; empty ones are not shown to anybody."""

    def __init__(self, *args: Any, debate: Debate, **kwargs: Any) -> None:
        written = dict(debate.briefings.values_list("part", "body_source"))
        kwargs["initial"] = written
        super().__init__(*args, **kwargs)
        for part in Part:
            if part in LAB_ONLY and debate.form != DebateForm.LAB and part.value not in written:
                continue
            self.fields[part.value] = TextField(
                label=part.label,
                max_characters=BODY_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    @property
    def parts(self) -> dict[Part, str]:
        return {Part(name): body for name, body in self.cleaned_data.items()}

    def both_sides(self) -> list[Any]:
        return [self[part.value] for part in (Part.PRO, Part.CON)]

    def rest(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in (Part.PRO, Part.CON)]


class MaterialForm(forms.Form):
    file = OriginalField(
        label=_("Original file"),
        help_text=_("It is offered as it is: nothing in it is changed. Its fingerprint is shown beside it."),
        error_messages={"required": _("Please choose a file.")},
    )
    source = LineField(
        label=_("Who handed it in"),
        help_text=_("The department, a citizens' group, a newspaper: readers see it beside the file."),
        max_characters=LINE_LENGTH,
        error_messages={"required": _("Please say who handed it in.")},
    )
    part = forms.ChoiceField(label=_("Belongs to"), choices=Part.choices)


class CardWordsForm(forms.Form):
    alt = TextField(
        label=_("The card in words"),
        help_text=_("All that can be read and seen on it, for whoever does not see it. No card without."),
        max_characters=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say in words what the card shows.")},
    )
    caption = LineField(label=_("Line below the card"), max_characters=LINE_LENGTH, required=False)

    def __init__(self, *args: Any, card: Card | None = None, **kwargs: Any) -> None:
        if card is not None:
            kwargs["initial"] = {"alt": card.alt, "caption": card.caption}
        super().__init__(*args, **kwargs)


class CardForm(CardWordsForm):
    """A new card. Where only its words are missing, the picture is kept while they are written."""

    picture = PictureField(label=_("Picture"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("picture", "alt", "caption", "kept")

    def __init__(self, *args: Any, person: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.taken: TakenIn | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "picture" not in self.errors:
            self.taken = data.get("picture") or kept_picture(self.person, data.get("kept", ""))
            if self.taken is None:
                self.add_error("picture", _("Please choose a picture."))
        return data

    def keep(self) -> None:
        """After a refusal: what was chosen need not be chosen again."""
        if self.taken is not None:
            data = QueryDict(mutable=True)
            data.update({**self.data.dict(), "kept": keep_picture(self.person, self.taken)})  # type: ignore[attr-defined]
            self.data = data

    @property
    def kept_name(self) -> str:
        return self.taken.name if self.taken is not None and self.errors else ""


class NoteForm(forms.Form):
    body = TextField(
        label=_("Note"),
        help_text=_("What has happened, what was clarified, what comes next. Everybody reads it at once."),
        max_characters=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write something first.")},
    )
