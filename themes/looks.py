"""How a draft would look when worn, for those who may try it on."""

from dataclasses import replace

from django.urls import reverse

from themes.models import ThemeDraft
from themes.queries import WornTheme, worn_as


def look_of_draft(draft: ThemeDraft) -> WornTheme:
    """Its stylesheet lies at the desk, where only administrators ask. Raises BadToken."""
    worn = worn_as(draft.document)
    return replace(worn, tried_at=reverse("themes:draft_stylesheet", args=[draft.pk, worn.digest]))
