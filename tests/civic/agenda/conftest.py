"""A committee of 하늘시 with members who have accounts, a candidate, and a meeting that runs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.agenda.actions import Seating, appoint, call_meeting, found_committee, note_attendance, schedule
from civic.agenda.candidates import put_forward
from civic.agenda.models import AgendaItem, Committee, Member, Presence
from civic.people.models import Role
from platform_core.accounts.models import User


@pytest.fixture
def moderator(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.MODERATOR, name="운영 담당")


@pytest.fixture
def colleague(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.MODERATOR, name="다른 담당")


@pytest.fixture
def committee(moderator: User) -> Committee:
    return a_committee(moderator)


def a_committee(by: User, **facts: Any) -> Committee:
    plain = {"name": "의제선정단", "purpose": "토론할 의제를 고릅니다.", "quorum": "1/2", "majority": "half"}
    return found_committee(by=by, at=timezone.now(), **{**plain, "again_at_most": 1, **facts})


@pytest.fixture
def members(committee: Committee, moderator: User, make_citizen: Any) -> list[Member]:
    return [seat(committee, make_citizen(f"위원 {n}"), moderator) for n in range(5)]


def seat(committee: Committee, user: User | None, by: User, **facts: Any) -> Member:
    plain: dict[str, Any] = {
        "name": user.name if user else "계정 없는 위원",
        "user": user,
        "is_named": True,
        "seat": "",
        "sub_committee": None,
        "sex": "female",
        "age": "30s",
        "region": "",
        "begins_on": date(2020, 1, 1),
        "ends_on": date(2099, 12, 31),
    }
    return appoint(committee=committee, seating=Seating(**{**plain, **facts}), by=by, at=timezone.now())


@pytest.fixture
def on_the_agenda(committee: Committee, moderator: User, make_proposal: Any) -> Callable[..., AgendaItem]:
    """`on_the_agenda(there=members)`: a candidate at a meeting that runs, with those members present."""

    def make(*, there: list[Member], item: Any = None, ago: timedelta = timedelta(hours=1)) -> AgendaItem:
        now = timezone.now()
        proposal = item or make_proposal()
        candidate = getattr(proposal, "candidate", None) if item else None
        candidate = candidate or put_forward(item=proposal, reason="시의성", by=moderator, at=now)
        meeting = call_meeting(
            committee=committee, title="1차 회의", starts_at=now - ago, by=moderator, at=now - ago
        )
        note_attendance(
            meeting=meeting, presences={one.pk: Presence.PRESENT for one in there}, by=moderator, at=now
        )
        return schedule(meeting=meeting, candidate=candidate, by=moderator, at=now)

    return make


def vote_on(
    item: AgendaItem, choices: dict[Member, str], by: User, *, rounds: tuple[str, ...] = ("first", "final")
) -> None:
    """Both rounds, everybody the same in each."""
    from civic.agenda.models import Choice, Round, Way
    from civic.agenda.voting import cast, close_vote, open_vote

    now: datetime = timezone.now()
    for name in rounds:
        vote = open_vote(item=item, round=Round(name), way=Way.HERE, by=by, at=now)
        for member, choice in choices.items():
            assert member.user is not None
            cast(vote=vote, person=member.user, choice=Choice(choice), at=now)
        close_vote(vote=vote, by=by, at=now)
