"""A civil servant is invited by mail."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.people.actions import INVITATION_LASTS, invite_staff
from civic.people.models import Department, Invitation, Role, StaffRole
from civic.people.provisioning import invite_first_administrator
from civic.people.queries import administrators, invitation_for, open_invitations
from civic.people.rules import is_administrator
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context, public
from tests.fixtures.people import PASSWORD


@pytest.fixture
def parks(haneul):
    return Department.objects.create(code="parks", name="공원녹지과")


@pytest.fixture
def boss(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR, name="최과장")


@pytest.fixture
def token(parks, boss):
    return invite_staff(
        email="Servant@Haneul.example", role=Role.RESPONDENT, department=parks, by=boss, at=timezone.now()
    ).token


def test_the_letter_leads_to_this_institution_and_the_row_keeps_no_token(haneul, token):
    letter = OutboundMail.objects.get(to="servant@haneul.example")
    link = re.search(r"http://haneul\.localhost:8000/invitation/(\S+)/", letter.text)
    assert link and link[1] == token and letter.is_secret
    assert "최과장" in letter.text and "공원녹지과" in letter.text
    invitation = Invitation.objects.get(email="servant@haneul.example")
    assert token not in str(vars(invitation)) and len(invitation.token_hash) == 64


def test_somebody_without_an_account_starts_with_a_name_and_a_password(haneul, visit, token, parks):
    servant = visit(haneul)
    page = servant.get(f"/invitation/{token}/").content.decode()
    assert "servant@haneul.example" in page and 'autocomplete="new-password"' in page
    answer = servant.post(f"/invitation/{token}/", {"name": "이주무관", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    user = User.objects.get(email="servant@haneul.example")
    assert servant.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified
    assert list(user.staff_roles.values_list("role", "department")) == [("respondent", parks.pk)]
    assert visit(haneul).get(f"/invitation/{token}/").status_code == 404


@pytest.mark.parametrize(
    "wish", [{}, {"name": "이주무관", "password": "short"}, {"name": "하늘시", "password": PASSWORD}]
)
def test_a_bad_start_is_explained_and_spends_nothing(haneul, visit, token, wish):
    answer = visit(haneul).post(f"/invitation/{token}/", wish)
    assert answer.status_code == 422 and "error-summary" in answer.content.decode()
    assert (
        invitation_for(token, timezone.now())
        and not User.objects.filter(email__startswith="servant").exists()
    )


def test_somebody_with_an_account_logs_in_and_accepts(haneul, visit, token, make_citizen):
    known = make_citizen(email="servant@haneul.example")
    browser = visit(haneul)
    assert browser.get(f"/invitation/{token}/")["Location"] == f"/sign-in/?next=/invitation/{token}/"
    browser.post("/sign-in/", {"login": known.email, "password": PASSWORD})
    assert browser.get(f"/invitation/{token}/").status_code == 200
    assert not StaffRole.objects.filter(user=known).exists()
    assert browser.post(f"/invitation/{token}/")["Location"] == "/desk/"
    assert StaffRole.objects.filter(user=known).count() == 1


def test_somebody_elses_letter_makes_nobody_staff(haneul, visit, token, citizen):
    browser = visit(haneul, as_=citizen)
    assert browser.get(f"/invitation/{token}/").status_code == 403
    assert browser.post(f"/invitation/{token}/").status_code == 403
    assert not StaffRole.objects.filter(user=citizen).exists()


def test_a_token_of_this_institution_is_unknown_next_door(haneul, bada, visit, token):
    assert visit(bada).get(f"/invitation/{token}/").status_code == 404
    assert (
        visit(bada).post(f"/invitation/{token}/", {"name": "침입자", "password": PASSWORD}).status_code == 404
    )


def test_spent_revoked_expired_and_made_up_tokens_look_alike(haneul, visit, token, boss):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = visit(haneul).get(f"/invitation/{token}/")
    made_up = visit(haneul).get("/invitation/made-up/")
    assert expired.status_code == made_up.status_code == 404
    assert len(expired.content) == pytest.approx(len(made_up.content), abs=400)


def test_a_second_invitation_to_the_same_task_replaces_the_first(haneul, token, parks, boss):
    now = timezone.now()
    again = invite_staff(
        email="servant@haneul.example", role=Role.RESPONDENT, department=parks, by=boss, at=now
    )
    assert invitation_for(token, now) is None
    assert invitation_for(again.token, now) == again.invitation
    assert again.invitation.expires_at == now + INVITATION_LASTS


def test_only_administrators_invite(haneul, make_staff, citizen):
    for person in (citizen, make_staff(Role.MODERATOR)):
        with pytest.raises(Refused):
            invite_staff(
                email="x@example.org", role=Role.MODERATOR, department=None, by=person, at=timezone.now()
            )
    assert not Invitation.objects.filter(email="x@example.org").exists()


def test_the_first_administrator_is_invited_once(haneul):
    with public():
        haneul.order = {"administrator_email": "mayor@haneul.example"}
    StaffRole.objects.all().delete()
    Invitation.objects.all().delete()
    for _ in range(3):
        invite_first_administrator(haneul)
    invitation = open_invitations(timezone.now()).get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        "mayor@haneul.example",
        "administrator",
        None,
    )
    assert OutboundMail.objects.filter(to="mayor@haneul.example").count() == 1
    assert "하늘시" in OutboundMail.objects.get(to="mayor@haneul.example").text


def test_an_order_without_a_name_invites_nobody(haneul):
    Invitation.objects.all().delete()
    haneul.order = {}
    invite_first_administrator(haneul)
    assert not Invitation.objects.exists()


def test_the_administrator_named_in_the_order_can_open_the_desk(haneul, visit):
    with institution_context(haneul):
        letter = OutboundMail.objects.get(to="administrator@haneul.example")
    path = re.search(r"/invitation/\S+/", letter.text)[0]
    answer = visit(haneul).post(path, {"name": "하늘지기", "password": PASSWORD})
    assert answer["Location"] == "/desk/"
    assert is_administrator(administrators().get(email="administrator@haneul.example"))
