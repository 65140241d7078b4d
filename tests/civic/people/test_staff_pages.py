"""The desk's pages about colleagues and departments."""

import pytest
from django.utils import timezone

from civic.people.actions import invite_staff
from civic.people.models import Department, Invitation, Role, StaffRole
from civic.people.queries import departments


@pytest.fixture
def boss(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR, name="최과장")


@pytest.fixture
def desk(haneul, visit, boss):
    return visit(haneul, as_=boss)


PAGES = ["/desk/staff/", "/desk/staff/departments/"]


@pytest.mark.parametrize("path", PAGES)
def test_administrators_only(haneul, visit, desk, citizen, make_staff, neighbour, path):
    assert desk.get(path).status_code == 200
    assert visit(haneul, as_=make_staff(Role.MODERATOR)).get(path).status_code == 403
    assert visit(haneul, as_=citizen).get(path).status_code == 404
    for stranger in (visit(haneul), visit(haneul, as_=neighbour)):
        assert stranger.get(path).status_code == 302


def test_inviting_from_the_page_and_taking_it_back(desk):
    wish = {"email": "new@haneul.example", "role": Role.MODERATOR}
    assert desk.post("/desk/staff/", wish).status_code == 302
    invitation = Invitation.objects.get(email="new@haneul.example")
    assert "new@haneul.example" in desk.get("/desk/staff/").content.decode()
    assert desk.post(f"/desk/staff/invitations/{invitation.pk}/withdrawal/").status_code == 302
    assert Invitation.objects.get(pk=invitation.pk).revoked_at


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"email": "x", "role": "moderator"},
        {"email": "x@example.org", "role": "respondent"},
        {"email": "x@example.org", "role": "mayor"},
    ],
)
def test_a_bad_invitation_keeps_what_was_typed(desk, wish):
    answer = desk.post("/desk/staff/", wish)
    assert answer.status_code == 422 and "error-summary" in answer.content.decode()
    assert not Invitation.objects.filter(email="x@example.org").exists()


def test_taking_a_task_asks_first(haneul, desk, make_staff):
    role = StaffRole.objects.get(user=make_staff(Role.MODERATOR, name="박담당"))
    assert "박담당" in desk.get(f"/desk/staff/roles/{role.pk}/removal/").content.decode()
    assert StaffRole.objects.filter(pk=role.pk).exists()
    assert desk.post(f"/desk/staff/roles/{role.pk}/removal/").status_code == 302
    assert not StaffRole.objects.filter(pk=role.pk).exists()


def test_the_last_administrators_task_cannot_be_taken(desk, boss):
    StaffRole.objects.filter(role=Role.ADMINISTRATOR).exclude(user=boss).delete()
    role = StaffRole.objects.get(user=boss)
    assert (
        "<form"
        not in desk.get(f"/desk/staff/roles/{role.pk}/removal/").content.decode().split("desk__main")[1]
    )
    assert desk.post(f"/desk/staff/roles/{role.pk}/removal/").status_code == 409


def test_departments_are_added_renamed_hidden_and_shown(desk):
    assert desk.post("/desk/staff/departments/", {"name": "공원녹지과", "code": "parks-2"}).status_code == 302
    parks = Department.objects.get(code="parks-2")
    assert desk.post("/desk/staff/departments/", {"name": "다른 과", "code": "parks-2"}).status_code == 422
    assert desk.post(f"/desk/staff/departments/{parks.pk}/", {"name": "공원과"}).status_code == 302
    assert desk.post(f"/desk/staff/departments/{parks.pk}/presence/", {"wish": "hide"}).status_code == 302
    assert parks not in departments()
    assert desk.post(f"/desk/staff/departments/{parks.pk}/presence/", {"wish": "show"}).status_code == 302
    assert departments().get(pk=parks.pk).name == "공원과"


def test_a_department_without_a_code_gets_one(desk):
    desk.post("/desk/staff/departments/", {"name": "미래도시과"})
    assert Department.objects.get(name="미래도시과").code


@pytest.mark.parametrize("path", ["staff/roles/999999/removal/", "staff/departments/999999/"])
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.get(f"/desk/{path}").status_code == 404


def test_a_neighbours_ids_lead_nowhere(haneul, bada, visit, boss, make_staff):
    from tenants.context import institution_context

    with institution_context(bada):
        theirs = Department.objects.create(pk=987_654, code="far", name="먼 부서")
        their_boss = make_staff(Role.ADMINISTRATOR)
        invitation = invite_staff(
            email="y@bada.example", role=Role.MODERATOR, department=None, by=their_boss, at=timezone.now()
        ).invitation
        Invitation.objects.filter(pk=invitation.pk).update(id=987_654)
    here = visit(haneul, as_=boss)
    assert here.get(f"/desk/staff/departments/{theirs.pk}/").status_code == 404
    assert here.post(f"/desk/staff/departments/{theirs.pk}/presence/", {"wish": "hide"}).status_code == 404
    assert here.post("/desk/staff/invitations/987654/withdrawal/").status_code == 404
