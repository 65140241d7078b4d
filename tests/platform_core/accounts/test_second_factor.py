"""Operators with a second factor, and citizens who want one."""

import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import RequestFactory

from platform_core.accounts.mfa import MFAAdapter
from platform_core.accounts.models import User
from platform_core.accounts.second_factor import require_second_factor
from tenants.context import institution_context, public
from tests.fixtures.people import PASSWORD
from tests.platform_core.accounts.test_my_account import confirm


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def made(db, tmp_path):
    """An operator as deploy/bin/demo makes one; the secret as it was printed."""
    words = StringIO()
    (tmp_path / "password").write_text(PASSWORD)
    call_command(
        "make_operator",
        "chief@example.org",
        "--password-file",
        str(tmp_path / "password"),
        "--totp",
        stdout=words,
    )
    secret = next(line for line in words.getvalue().splitlines() if "secret" in line).split()[-1]
    return "chief@example.org", secret, words.getvalue().split()[-1]


def test_an_operator_needs_password_and_code(visit, made):
    address, secret, _ = made
    chief = visit(None)
    answer = chief.post("/sign-in/", {"login": address, "password": PASSWORD})
    assert answer["Location"].startswith("/sign-in/code/")
    assert chief.get("/me/account/").status_code == 302
    page = chief.post("/sign-in/code/", {"code": "000000"})
    assert page.status_code == 200 and 'id="id_code_error"' in page.content.decode()
    assert chief.post("/sign-in/code/", {"code": code_of(secret)}).status_code == 302
    assert chief.get("/me/account/").status_code == 200


def test_a_recovery_code_works_once(visit, made):
    address, _, recovery = made
    for expected in (302, 200):
        chief = visit(None)
        chief.post("/sign-in/", {"login": address, "password": PASSWORD})
        assert chief.post("/sign-in/code/", {"code": recovery}).status_code == expected


def test_an_operator_cannot_go_back_to_a_password_alone(visit, made):
    address, secret, _ = made
    chief = visit(None)
    chief.post("/sign-in/", {"login": address, "password": PASSWORD})
    chief.post("/sign-in/code/", {"code": code_of(secret)})
    chief.post("/me/account/second-factor/app/removal/")
    with public():
        assert Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email=address).exists()


def test_an_operator_without_an_app_is_led_to_setting_one_up(visit, operator):
    @require_second_factor
    def page(request):
        return HttpResponse("the console")

    with public():
        request = RequestFactory().get("/")
        request.user = operator
        request._messages = type("Messages", (), {"add": lambda *a, **k: None})()
        assert page(request)["Location"] == "/me/account/second-factor/app/"
        Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={"secret": "x"})
        assert page(request).content == b"the console"
        from django.contrib.auth.models import AnonymousUser

        request.user = AnonymousUser()
        assert page(request)["Location"].startswith("/sign-in/?next=/")


def test_a_citizen_sets_up_an_app_named_after_the_institution(haneul, visit, citizen):
    kim = visit(haneul, as_=citizen)
    confirm(kim)
    page = kim.get("/me/account/second-factor/app/")
    assert page.status_code == 200 and "issuer=%ED%95%98%EB%8A%98%EC%8B%9C" in page.context["totp_url"]
    secret = page.context["form"].secret
    answer = kim.post("/me/account/second-factor/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/me/account/second-factor/recovery-codes/"
    assert len(kim.get(answer["Location"]).context["unused_codes"]) == 10
    stored = Authenticator.objects.get(user=citizen, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert kim.get("/me/account/second-factor/").status_code == 200
    assert kim.get("/me/account/second-factor/recovery-codes/new/").status_code == 200
    assert kim.get("/me/account/second-factor/app/removal/").status_code == 200
    assert kim.post("/me/account/second-factor/app/removal/").status_code == 302
    assert not Authenticator.objects.filter(user=citizen).exists()


def test_a_secret_of_one_institution_cannot_be_read_in_another(haneul, bada):
    with institution_context(haneul):
        locked = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
        assert MFAAdapter().decrypt(locked) == "JBSWY3DPEHPK3PXP"
    with institution_context(bada), pytest.raises(InvalidToken):
        MFAAdapter().decrypt(locked)


def test_secrets_stay_readable_while_the_key_is_changed(haneul, settings):
    locked = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key"
    assert MFAAdapter().decrypt(locked) == "JBSWY3DPEHPK3PXP"


def test_making_an_operator_again_gives_a_new_password(made, tmp_path):
    (tmp_path / "password").write_text("an entirely new one")
    call_command("make_operator", made[0], "--password-file", str(tmp_path / "password"), stdout=StringIO())
    with public():
        assert User.objects.get(email=made[0]).check_password("an entirely new one")
        assert Authenticator.objects.filter(user__email=made[0]).count() == 2


@pytest.mark.parametrize(("address", "password"), [("chief@example.org", "short"), ("chief", PASSWORD)])
def test_a_bad_operator_is_not_made(db, tmp_path, address, password):
    (tmp_path / "password").write_text(password)
    with pytest.raises(CommandError):
        call_command(
            "make_operator", address, "--password-file", str(tmp_path / "password"), stdout=StringIO()
        )
    with public():
        assert not User.objects.filter(email__startswith="chief").exists()


def test_an_operator_has_the_same_pages_and_does_not_leave_alone(visit, operator):
    chief = visit(None, as_=operator)
    for path in ["", "name/", "password/", "e-mail/", "second-factor/", "leaving/"]:
        assert chief.get(f"/me/account/{path}").status_code == 200, path
    wish = {"writings": "keep", "password": PASSWORD}
    assert chief.post("/me/account/leaving/", wish).status_code == 403
    with public():
        assert User.objects.get(pk=operator.pk).is_active
