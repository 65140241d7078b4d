"""What is said of too much at once, on the page and in letters."""

from typing import Any

from django.utils.translation import gettext as _


def headline(event: str, data: dict[str, Any]) -> str:
    if event == "abuse.stop.begun":
        return (
            _("Too much came at once (%(counted)s): new accounts wait a little, until it ends by itself")
            % data
        )
    return _("Unusually much comes from one place (%(counted)s in ten minutes)") % data
