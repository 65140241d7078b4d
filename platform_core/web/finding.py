"""What an address names, or the 404 that absent and not yours have in common."""

from typing import TypeVar

from django.http import Http404

Thing = TypeVar("Thing")


def or_404(found: Thing | None) -> Thing:
    """The thing itself. Raises Http404 for None."""
    if found is None:
        raise Http404
    return found
