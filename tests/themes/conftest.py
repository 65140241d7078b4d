from typing import Any

import pytest
from django.utils import timezone

from platform_core.accounts.models import User
from themes.drafts import start_draft
from themes.models import ThemeDraft

READABLE = {"format": 1, "base": "county", "brand": "#7a1f5c"}
UNREADABLE = {"format": 1, "base": "county", "light": {"text-basic": "#d0d0d0"}}


@pytest.fixture
def administrator(haneul, make_staff) -> User:
    person: User = make_staff("administrator", name="정관리")
    return person


@pytest.fixture
def make_draft(administrator) -> Any:
    """`make_draft(UNREADABLE, name="봄")`: by the administrator."""

    def make(
        document: dict[str, Any] = READABLE, *, name: str = "새 모습", by: User | None = None
    ) -> ThemeDraft:
        return start_draft(document=document, name=name, by=by or administrator, at=timezone.now())

    return make
