"""A case goes to other institutions: exactly what was shown, once the operator has read it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from civic.guide.actions import add_case
from civic.guide.models import OwnCase
from civic.people.models import Role
from platform_core.events.models import Event
from tenants import library
from tenants.context import institution_context, public
from tenants.models import SharedCase

CONSOLE = "platform_core.project.urls_console"


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


def body(answer):
    return answer.content.decode()


@pytest.fixture
def case(administrator):
    return add_case(
        chapter="planning",
        title="첫해의 약속",
        text="스무 날은 너무 짧았습니다.",
        by=administrator,
        at=timezone.now(),
    )


@pytest.fixture
def desk(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


@pytest.fixture
def shared(desk, case):
    seen = desk.get(to("guide_sharing", case.pk)).context["parcel"].digest
    desk.post(to("guide_sharing", case.pk), {"seen": seen})
    case.refresh_from_db()
    return case


@pytest.fixture
def next_door(bada, visit, make_staff):
    with institution_context(bada):
        colleague = make_staff(Role.MODERATOR)
    return visit(bada, as_=colleague)


def approve(pk):
    return library.approve(pk=pk, at=timezone.now(), by=None)


def test_what_was_shown_is_what_leaves(desk, shared, haneul):
    with public():
        row = SharedCase.objects.get()
        sent = (row.institution_id, row.chapter, row.title, row.text, row.state)
        numbers = row.numbers
    assert sent == (haneul.pk, "planning", "첫해의 약속", "스무 날은 너무 짧았습니다.", "offered")
    assert {key for one in numbers for key in one} <= {"point", "done", "of"}
    assert shared.shared_as is not None


def test_what_changed_after_it_was_shown_does_not_leave(desk, case):
    seen = desk.get(to("guide_sharing", case.pk)).context["parcel"].digest
    OwnCase.objects.filter(pk=case.pk).update(text="뒤에 덧붙인 이름")
    answer = desk.post(to("guide_sharing", case.pk), {"seen": seen})
    assert answer.status_code == 422 and "뒤에 덧붙인 이름" in body(answer)
    with public():
        assert not SharedCase.objects.exists()


def test_neighbours_read_it_only_after_the_operator_has(shared, next_door):
    address = to("guide_chapter", "planning")
    assert "첫해의 약속" not in body(next_door.get(address))
    assert approve(shared.shared_as)
    text = body(next_door.get(address))
    assert "첫해의 약속" in text and "하늘시" in text


def test_what_is_withdrawn_leaves_the_library_with_its_words(desk, shared, next_door):
    approve(shared.shared_as)
    desk.post(to("guide_withdrawal", shared.pk))
    assert "첫해의 약속" not in body(next_door.get(to("guide_chapter", "planning")))
    with public():
        row = SharedCase.objects.get()
        assert (row.state, row.title, row.text) == ("withdrawn", "", "")
    assert desk.get(to("guide_sharing", shared.pk)).status_code == 200


def test_a_neighbour_withdraws_nothing_of_ours(shared, bada):
    assert not library.withdraw(institution_id=bada.pk, pk=shared.shared_as, at=timezone.now())
    assert library.own(bada.pk, [shared.shared_as]) == {}


def test_it_is_shared_once(desk, shared):
    assert desk.get(to("guide_sharing", shared.pk)).status_code == 409


def test_a_moderator_shares_nothing(haneul, visit, moderator, case):
    assert visit(haneul, as_=moderator).post(to("guide_sharing", case.pk), {"seen": "x"}).status_code == 403


def test_the_operator_reads_approves_and_refuses_with_a_reason(shared, visit, operator, desk):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    console = visit(None, as_=operator)
    address = reverse("console:library", urlconf=CONSOLE)
    assert "첫해의 약속" in body(console.get(address))
    refusal = reverse("console:library_refusal", args=[shared.shared_as], urlconf=CONSOLE)
    console.post(refusal, {"reason": ""})
    with public():
        assert SharedCase.objects.get().state == "offered"
    console.post(refusal, {"reason": "이름이 들어 있습니다."})
    with public():
        assert SharedCase.objects.get().state == "declined"
        assert Event.objects.filter(kind="tenants.case.declined").exists()
    assert "이름이 들어 있습니다." in body(desk.get(to("guide_chapter", "planning")))
    console.post(reverse("console:library_approval", args=[shared.shared_as], urlconf=CONSOLE))
    with public():
        assert SharedCase.objects.get().state == "approved"
