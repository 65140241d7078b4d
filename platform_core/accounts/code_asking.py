"""Every form that makes a letter or a message with a code go: how many go, and what is asked first when it is hot."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from django import forms
from django.utils.translation import gettext as _

from platform_core.accounts.crowding import is_hot, takes_one_more
from platform_core.accounts.work import Work, is_done, new_work, seconds_to_wait

PROOF, TICKET = "altcha", "wait"


class AsksForACode(forms.BaseForm):
    """`email`, or `phone` where there is one, is whom it goes to. Templates include account/parts/work.html."""

    def work(self) -> Work | None:
        """What the page has to bring, drawn when it is hot; a ticket that ripens is handed back."""
        if not is_hot(_ip()):
            return None
        found = new_work()
        kept = self.data.get(TICKET, "") if self.is_bound else ""
        return Work(found.challenge, kept) if kept and self._still_ripens else found

    _still_ripens = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            if is_hot(_ip()):
                self._ask_for_work()
            to = str(data.get("email") or data.get("phone") or "")
            if not takes_one_more(_ip(), to):
                raise forms.ValidationError(
                    _("Very many codes have been asked for. Please try again in half an hour."),
                    code="too_many",
                )
        return data

    def _ask_for_work(self) -> None:
        if is_done(self.data.get(PROOF, "")):
            return
        left = seconds_to_wait(self.data.get(TICKET, ""))
        if left == 0:
            return
        self._still_ripens = left is not None
        raise forms.ValidationError(
            _("Very many people are asking for codes right now. Please press again in %(seconds)s seconds.")
            % {"seconds": left or 5},
            code="hot",
        )


def _ip() -> str:
    request = allauth_context.request
    return str(get_adapter(request).get_client_ip(request))
