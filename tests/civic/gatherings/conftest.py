"""Gatherings to test with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from civic.gatherings.actions import Plan, publish_gathering, write_gathering
from civic.gatherings.models import Gathering
from civic.people.models import Role

MakeGathering = Callable[..., Gathering]
CONSENT = "2026-11"


def plan_for(now: datetime, **wishes: Any) -> Plan:
    """Tomorrow week, two hours, anybody may sign up since yesterday."""
    begins = now + timedelta(days=8)
    facts: dict[str, Any] = {
        "kind": "workshop",
        "title": "우리 동네 제안 워크숍",
        "description": "동네에서 바꾸고 싶은 것을 함께 적어 봅니다.",
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "place": "하늘도서관 2층",
        "address": "하늘시 구름로 12",
        "access": {"step_free": "yes", "lift": "no"},
        "signup_opens_at": now - timedelta(days=1),
        "signup_closes_at": begins - timedelta(hours=1),
        "consent_text": "이름과 연락처를 행사 안내에만 쓰고 파기합니다.",
        "consent_version": CONSENT,
        "kept_until": localdate(begins + timedelta(days=14)),
        "questions": ["필요한 도움이 있나요?"],
        **wishes,
    }
    return Plan(**facts)


@pytest.fixture
def make_gathering(make_staff) -> MakeGathering:
    """`make_gathering(capacity=2)`: published, with its sign-up open; `publish=False`: being prepared."""

    def make(*, at: datetime | None = None, publish: bool = True, by: Any = None, **wishes: Any) -> Gathering:
        now = at or timezone.now()
        staff = by or make_staff(Role.MODERATOR)
        ties = {name: wishes.pop(name) for name in ("items", "debates") if name in wishes}
        gathering = write_gathering(plan=plan_for(now, **wishes), **ties, by=staff, at=now)
        if publish:
            publish_gathering(gathering=gathering, by=staff, at=now)
        return Gathering.objects.get(pk=gathering.pk)

    return make
