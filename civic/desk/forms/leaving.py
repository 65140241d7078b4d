"""Ordering everything the institution is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenants.moving.forms import ExportForm


class LeavingForm(ExportForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("It is kept in the institution's history, with your name.")
