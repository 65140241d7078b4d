from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.people.models import Department
from platform_core.text.fields import LineField

NAME_LENGTH = 30


class CategoryForm(forms.Form):
    """A category that is new, or the one given: a retired department stays until another is chosen."""

    name = LineField(
        label=_("Name"), max_characters=NAME_LENGTH, validators=[MaxLengthValidator(NAME_LENGTH)]
    )
    default_department = forms.ModelChoiceField(
        label=_("Department that answers"),
        help_text=_(
            "A proposal that reaches the threshold goes straight to it. Without one a moderator decides."
        ),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("A moderator decides each time"),
    )
    is_shown = forms.BooleanField(
        label=_("Shown when somebody writes or searches"),
        help_text=_("What it classified keeps it, shown or not."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, category: Category | None = None, **kwargs: Any) -> None:
        if category is not None:
            kwargs["initial"] = {
                "name": category.name,
                "default_department": category.default_department_id,
                "is_shown": category.is_shown,
            }
        super().__init__(*args, **kwargs)
        kept = category.default_department_id if category is not None else None
        choices = Department.objects.filter(Q(is_active=True) | Q(pk=kept))
        self.fields["default_department"].queryset = choices  # type: ignore[attr-defined]
        if category is None:
            del self.fields["is_shown"]
