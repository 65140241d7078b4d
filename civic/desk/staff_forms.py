"""Forms about colleagues and departments."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from civic.people.models import Role
from civic.people.queries import departments
from platform_core.accounts.models import User
from platform_core.accounts.names import NameField
from platform_core.text.fields import LineField

LONGEST_DEPARTMENT_NAME = 60  # characters as people count them
LONGEST_STORED = 200  # code points, the column's width


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a letter there with a link that works once."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Task"), choices=Role.choices, widget=forms.RadioSelect)
    department: Any = forms.ModelChoiceField(
        label=_("Department"),
        queryset=None,
        required=False,
        empty_label=_("None"),
        help_text=_("For respondents: the department they answer for."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") == Role.RESPONDENT and not cleaned.get("department"):
            self.add_error("department", _("Choose the department this person answers for."))
        if cleaned.get("role") != Role.RESPONDENT:
            cleaned["department"] = None
        return cleaned


class DepartmentNameForm(forms.Form):
    name = LineField(label=_("Name of the department"), max_characters=LONGEST_DEPARTMENT_NAME)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len(name) > LONGEST_STORED:
            raise forms.ValidationError(_("Please shorten this name."), code="too_long")
        return name


class NewDepartmentForm(DepartmentNameForm):
    code = forms.CharField(
        label=_("Short code"),
        max_length=30,
        required=False,
        validators=[validate_slug],
        help_text=_(
            "Latin letters, digits and dashes, as imports and the API name it. Left empty, one is made."
        ),
    )


class JoinForm(forms.Form):
    """For somebody invited who has no account here: the letter has proved the address."""

    name = NameField()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=settings.PASSWORD_MAX_LENGTH,
        help_text=_(
            "At least 9 characters. Three or four unrelated words are easy to remember and hard to guess."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.data.get("name", "")))
        return password
