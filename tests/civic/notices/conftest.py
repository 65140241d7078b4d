"""Notices to test with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.notices.actions import Wording, write_notice
from civic.notices.models import Notice
from civic.people.models import Role
from platform_core.accounts.models import User

MakeNotice = Callable[..., Notice]


@pytest.fixture
def moderator(haneul, make_staff) -> User:
    return make_staff(Role.MODERATOR, name="운영 담당")


@pytest.fixture
def make_notice(moderator: User) -> MakeNotice:
    """`make_notice("제목", is_pinned=True)`: everybody has read it for an hour."""

    def make(title: str = "점검 안내", *, at: datetime | None = None, **wishes: Any) -> Notice:
        at = at or timezone.now()
        facts = {"body": "토요일 밤에 **한 시간** 멈춥니다.", "begins_at": at - timedelta(hours=1), **wishes}
        return write_notice(wording=Wording(title=title, **facts), by=moderator, at=at)

    return make
