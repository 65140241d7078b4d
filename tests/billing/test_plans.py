"""What plans are called, in the language of whoever reads about them."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import translation

from billing import events as office
from billing.models import Plan
from billing.provisioning import choices
from platform_core.console.event_words import EVENT_WORDS
from tenants import events
from tenants.context import public
from tenants.moving import events as moving
from tenants.watching import events as watching


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ko", ["체험", "군·구", "시", "광역"]),
        ("en", ["Trial", "County or district", "City", "Metropolis or province"]),
    ],
)
def test_the_first_plans_have_a_name_in_every_language_of_the_console(db, language, names):
    with translation.override(language):
        assert [name for _code, name in choices()["plan"]] == names


def test_a_plan_without_a_name_in_a_language_keeps_the_one_it_has():
    plan = Plan(code="mine", name="우리 요금제", names={"en": "Ours", "ja": ""})
    for language, name in (("ko", "우리 요금제"), ("en", "Ours"), ("ja", "우리 요금제")):
        with translation.override(language):
            assert (plan.label, str(plan)) == (name, name)


@pytest.mark.parametrize(("language", "name"), [("ko", "체험"), ("en", "Trial")])
def test_the_operator_reads_them_in_their_language(haneul, visit, operator, settings, language, name):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    console = visit(None, as_=operator)
    console.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert f">{name}</span>" in console.get("/").content.decode()
    assert f">{name}</option>" in console.get("/institutions/new/").content.decode()


def test_an_operator_reads_words_for_every_event_of_an_institution():
    rooms = (office, events, moving, watching)
    kinds = {value for room in rooms for name, value in vars(room).items() if name.isupper()}
    assert {str(one) for one in kinds if isinstance(one, str)} - EVENT_WORDS.keys() == set()
