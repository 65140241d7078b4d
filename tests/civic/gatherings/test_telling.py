"""Everybody who signed up is told what becomes of it: members, guests, and nobody twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.gatherings.actions import cancel_gathering, change_gathering
from civic.gatherings.minutes import publish_minutes
from civic.gatherings.models import SignUp
from civic.gatherings.signing import Guest, confirm, leave, sign_up
from civic.journeys.gather import sign_up_guest
from civic.notifications import gatherings as telling
from civic.notifications.actions import set_mail_preference
from civic.notifications.models import NewsKind, Notification
from civic.people.models import Role
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tests.civic.gatherings.conftest import CONSENT, plan_for


@pytest.fixture
def scene(haneul, make_gathering, make_citizen, make_staff):
    """A gathering with a member, a guest with an address and one with a number; all that is told so far is told."""
    gathering, now = make_gathering(), timezone.now()
    member = make_citizen("김회원", email="member@example.org")
    sign_up(gathering=gathering, member=member, consented_to=CONSENT, at=now)
    guest = Guest("이손님", email="guest@example.org")
    confirm(signup=sign_up_guest(gathering=gathering, guest=guest, consented_to=CONSENT, at=now), at=now)
    caller = Guest("박전화", phone="01012345678")
    sign_up_guest(gathering=gathering, guest=caller, consented_to=CONSENT, at=now)
    announce_pending()
    OutboundMail.objects.all().delete()
    return gathering, member, make_staff(Role.MODERATOR)


def told() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter in OutboundMail.objects.order_by("pk"):
        found.setdefault(letter.to, []).append(letter.text)
    return found


def test_everybody_is_told_once_that_it_is_cancelled_and_why(scene):
    gathering, member, staff = scene
    cancel_gathering(gathering=gathering, reason="태풍이 옵니다", by=staff, at=timezone.now())
    announce_pending()
    letters = told()
    assert sorted(letters) == ["guest@example.org", "member@example.org"]
    assert all("태풍이 옵니다" in text for [text] in letters.values())
    [row] = Notification.objects.filter(user=member)
    assert row.kind == NewsKind.GATHERING and row.data["path"] == f"/gatherings/{gathering.pk}/"


def test_a_listener_that_runs_twice_tells_nobody_twice(scene, monkeypatch):
    gathering, _member, staff = scene
    monkeypatch.setattr(telling, "PORTION", 1)
    cancel_gathering(gathering=gathering, reason="태풍", by=staff, at=timezone.now())
    for _turn in range(5):
        announce_pending()
    assert not Event.objects.filter(kind="gatherings.gathering.cancelled", announced_at=None).exists()
    assert {to: len(texts) for to, texts in told().items()} == {
        "guest@example.org": 1,
        "member@example.org": 1,
    }


def test_a_new_place_is_told_and_a_new_description_is_not(scene):
    gathering, _member, staff = scene
    now = timezone.now()
    same = {"begins_at": gathering.begins_at, "ends_at": gathering.ends_at}
    change_gathering(
        gathering=gathering, plan=plan_for(now, **same, description="고친 설명"), by=staff, at=now
    )
    announce_pending()
    assert told() == {}
    change_gathering(gathering=gathering, plan=plan_for(now, **same, place="구름회관"), by=staff, at=now)
    announce_pending()
    assert all("구름회관" in text for [text] in told().values()) and len(told()) == 2


def test_minutes_are_told_once_and_their_correction_is_not(scene):
    gathering, member, staff = scene
    set_mail_preference(user=member, kind=NewsKind.GATHERING, by_mail=False)
    at = gathering.begins_at + timedelta(hours=3)
    for text in ("나눈 이야기", "고친 이야기"):
        publish_minutes(gathering=gathering, minutes=text, follows="다음 달에 답합니다", by=staff, at=at)
    announce_pending()
    # The member wants no letters, and reads it at the bell.
    assert list(told()) == ["guest@example.org"]
    assert Notification.objects.filter(user=member, data__event="gatherings.minutes.published").count() == 1


def test_the_next_in_line_is_told_of_the_place(haneul, make_gathering, make_citizen):
    gathering, now = make_gathering(capacity=1), timezone.now()
    first, second = (
        sign_up(
            gathering=gathering, member=make_citizen(email=f"n{n}@example.org"), consented_to=CONSENT, at=now
        )
        for n in (1, 2)
    )
    announce_pending()
    leave(signup=first, at=now)
    announce_pending()
    letters = OutboundMail.objects.filter(to="n2@example.org").order_by("pk")
    # A member logs in: the letter leads to the gathering with their sign-up, and holds no secret.
    page = f"/gatherings/{gathering.pk}/#signup-title"
    assert [page in letter.text and second.key not in letter.text for letter in letters] == [True, True]
    assert Notification.objects.get(user=second.user).data["event"] == "gatherings.place.offered"


def test_whoever_leaves_the_platform_gives_up_the_place(haneul, make_gathering, make_citizen):
    gathering, now = make_gathering(capacity=1), timezone.now()
    leaver, stayer = make_citizen(), make_citizen()
    for one in (leaver, stayer):
        sign_up(gathering=gathering, member=one, consented_to=CONSENT, at=now)
    withdraw_from(user=leaver, keep_writings=True, at=now)
    announce_pending()
    rows = SignUp.objects.filter(gathering=gathering).order_by("turn")
    assert [(row.user, row.state) for row in rows] == [(None, "cancelled"), (stayer, "offered")]
