"""Two at the same moment, on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import IntegrityError, connection
from django.utils import timezone

from civic.people.actions import invite_first_administrator, join_by_invitation, remove_role
from civic.people.models import Role, StaffRole
from civic.people.queries import administrators
from platform_core.access import Refused
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from tenants.context import institution_context
from tenants.models import Institution
from tests.fixtures.people import PASSWORD


def at_once(institution: Institution, *works: Callable[[], Any]) -> list[Any]:
    """Every work in its own thread and connection, begun together; refusals are returned, not raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            with institution_context(institution):
                start.wait(timeout=10)
                return work()
        except (Refused, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, work) for work in works]]


def two_administrators(make_staff) -> tuple[User, User]:
    StaffRole.objects.filter(role=Role.ADMINISTRATOR).delete()
    return make_staff(Role.ADMINISTRATOR), make_staff(Role.ADMINISTRATOR)


def test_two_administrators_cannot_take_each_others_task(fresh_institution, make_staff):
    one, other = two_administrators(make_staff)
    roles = {user.pk: StaffRole.objects.get(user=user) for user in (one, other)}
    now = timezone.now()
    outcomes = at_once(
        fresh_institution,
        lambda: remove_role(role=roles[other.pk], by=one, at=now),
        lambda: remove_role(role=roles[one.pk], by=other, at=now),
    )
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert administrators().count() == 1


def test_the_last_two_administrators_cannot_both_leave(fresh_institution, make_staff):
    one, other = two_administrators(make_staff)
    now = timezone.now()
    outcomes = at_once(
        fresh_institution,
        lambda: withdraw_from(user=one, keep_writings=True, at=now),
        lambda: withdraw_from(user=other, keep_writings=True, at=now),
    )
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert administrators().count() == 1


def test_an_invitation_opened_twice_makes_one_person(fresh_institution):
    now = timezone.now()
    token = invite_first_administrator(email="twice@example.org", at=now).token

    def join() -> User | None:
        return join_by_invitation(token=token, name="둘이서", password=PASSWORD, language="", at=now)

    outcomes = at_once(fresh_institution, join, join, join)
    assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
    assert StaffRole.objects.filter(user__email="twice@example.org").count() == 1
