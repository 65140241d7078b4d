"""News of votes in words."""

from django.utils.translation import gettext as _


def headline(event: str) -> str:
    """One sentence: what happened. The same on the page and in the letter."""
    if event == "ballots.ballot.opened":
        return _("It is put to the vote: you can vote now")
    return _("The votes are counted: read what came of it")
