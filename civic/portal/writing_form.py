"""The form in which a proposal is written or changed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.portal.choices import categories, open_choices, processes
from civic.processes.models import Process
from platform_core.files.kinds import ACCEPT
from platform_core.i18n.names import plainly_said
from platform_core.text.fields import LineField, TextField

LONGEST_TITLE = 100
LONGEST_BODY = 10_000
LONGEST_ALT = 200


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is judged later, one by one."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            return []
        return list(data) if isinstance(data, list | tuple) else [data]


class WritingForm(forms.Form):
    title = LineField(
        max_characters=LONGEST_TITLE,
        min_characters=4,
        label=_("Title"),
        help_text=_("What should happen, in one sentence."),
        error_messages={"required": _("Give it a title: what should happen?")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = TextField(
        max_characters=LONGEST_BODY,
        min_characters=10,
        label=_("Your proposal"),
        help_text=_(
            "Where is it, what is the trouble, and what would help? Write as you would tell a neighbour."
        ),
        error_messages={"required": _("Tell us a little more: what is the matter, and what would help?")},
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    category = forms.ChoiceField(
        required=False,
        label=_("Category"),
        help_text=_("If you are not sure, leave it: staff will choose one."),
    )
    files = FilesField(  # type: ignore[assignment]  # the form's own word for what was uploaded
        required=False,
        label=_("Photographs and documents"),
        help_text=_(
            "Up to five, 10 MB each. Pictures lose the place where they were taken before anyone sees them."
        ),
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
    )
    alt_new = LineField(
        required=False,
        max_characters=LONGEST_ALT,
        label=_("What can be seen on the pictures?"),
        help_text=_("Read aloud to people who cannot see them."),
    )
    draft = forms.CharField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"once": uuid4().hex, **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        offered = [(choice.key, plainly_said(choice.name, choice.lang)) for choice in categories().shown]
        self.fields["category"].choices = [("", _("Choose later")), *offered]  # type: ignore[attr-defined]

    def chosen_category(self) -> Category | None:
        return category_called(self.cleaned_data.get("category", ""))


class BeginningForm(WritingForm):
    """For a new one: what kind it is, too, where there is a choice."""

    # Asked only where there is a choice; what cannot be chosen is not sent.
    process = forms.ChoiceField(
        label=_("What kind of proposal is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what kind it is: each goes its own way."),
            "invalid_choice": _("This is not open for new proposals any more. Choose another."),
        },
    )
    field_order = ("process",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = open_choices(fresh=True)
        if len(self.ways) > 1:
            self.fields["process"].choices = [(way.key, way.name) for way in self.ways]  # type: ignore[attr-defined]
        else:
            del self.fields["process"]

    def clean_process(self) -> str:
        """It may have been closed since the page was drawn."""
        key: str = self.cleaned_data["process"]
        self._process = process_called(key)
        if self._process is None:
            raise forms.ValidationError(self.fields["process"].error_messages["invalid_choice"])
        return key

    def chosen_process(self) -> Process | None:
        """Of a valid form. None when nothing is open at all."""
        if "process" in self.fields:
            return self._process
        return process_called(self.ways[0].key) if self.ways else None


def process_called(key: str) -> Process | None:
    """The open process with this key. A key nobody offered never reaches the database."""
    return Process.objects.filter(key=key, is_open=True).first() if key in processes().by_key else None


def category_called(key: str) -> Category | None:
    """The category with this key if it is offered at all. A key nobody offered never reaches the database."""
    return Category.objects.filter(key=key, is_shown=True).first() if key in categories().by_key else None
