from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.people.models import Department
from platform_core.text.fields import LineField
from platform_core.ui.context import languages
from tenants.connection import connection

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
        self._add_other_languages(category)
        kept = category.default_department_id if category is not None else None
        choices = Department.objects.filter(Q(is_active=True) | Q(pk=kept))
        self.fields["default_department"].queryset = choices  # type: ignore[attr-defined]
        if category is None:
            del self.fields["is_shown"]

    def _add_other_languages(self, category: Category | None) -> None:
        """A name in each further language of the institution, below the first."""
        _first, *others = languages(tuple(connection.tenant.languages))
        self.others = [code for code, _own_name in others]
        added = {
            f"name_{code}": LineField(
                label=_("Name (%(language)s)") % {"language": own_name},
                help_text=_("Empty: the name above is shown."),
                required=False,
                max_characters=NAME_LENGTH,
                initial=category.names.get(code, "") if category is not None else "",
            )
            for code, own_name in others
        }
        self.fields = {"name": self.fields["name"], **added, **self.fields}

    def said(self) -> dict[str, Any]:
        """What add_category and change_category are told."""
        data = dict(self.cleaned_data)
        names = {code: name for code in self.others if (name := data.pop(f"name_{code}", ""))}
        return {**data, "names": names}
