"""What a service cannot say for somebody."""

from typing import Any

from allauth.account.forms import EmailField
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.forms import NameForm


class JoiningForm(NameForm):
    """Name and consents as for everybody; an address where the service confirms none."""

    def __init__(self, *args: Any, proven: str, said: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proven = proven
        if not proven:
            self.fields["email"] = EmailField(
                label=_("E-mail"),
                help_text=_("We send a code to this address. Nobody else sees it."),
                initial=said,
                max_length=254,
            )
            self.order_fields(["email", "name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.proven:
            data["email"] = self.proven
        return data
