"""An operator watches a release come to the institutions, and says who gets it first."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from platform_core.events.models import Event
from tenants.context import public
from tenants.migrations_across.records import MigrationRun, MigrationVolunteer, SchemaDrift
from tenants.models import SchemaMigration

PAGE = "/migrations/"


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def test_an_institution_that_agreed_goes_first_and_may_step_back(console, haneul, operator):
    assert "하늘시" not in console.get(PAGE).content.decode()
    assert console.post(f"{PAGE}volunteers/", {"host": " Haneul.localhost "}).status_code == 302
    assert "하늘시" in console.get(PAGE).content.decode()
    console.post(f"{PAGE}volunteers/", {"host": "nobody.localhost"})
    with public():
        assert MigrationVolunteer.objects.get().institution == haneul
        event = Event.objects.get(kind="tenants.institution.volunteered", subject_id=haneul.pk)
        assert event.actor == operator
    assert console.post(f"{PAGE}volunteers/{haneul.pk}/removal/").status_code == 302
    with public():
        assert not MigrationVolunteer.objects.exists()


def test_the_page_says_how_far_a_run_is_and_who_failed(console, haneul, bada, django_assert_max_num_queries):
    now = timezone.now()
    with public():
        run = MigrationRun.objects.create(
            target="t", began_at=now, outcome="stopped", ring=1, volunteers=1, rest=7, error="it broke"
        )
        for institution, state in ((haneul, "done"), (bada, "failed")):
            SchemaMigration.objects.create(
                institution=institution,
                target=run.target,
                state=state,
                error="division by zero" if state == "failed" else "",
                queued_at=now,
                finished_at=now,
            )
        SchemaDrift.objects.create(
            institution=haneul, kind="index", is_surplus=True, line="index by_hand", seen_at=now
        )
    with django_assert_max_num_queries(30):
        page = console.get(PAGE).content.decode()
    assert "division by zero" in page and "index by_hand" in page and 'value="12"' in page


def test_whoever_is_no_operator_gets_nowhere(visit, haneul, citizen):
    for visitor in (visit(None), visit(None, as_=citizen)):
        assert visitor.get(PAGE).status_code == 302
        assert visitor.post(f"{PAGE}volunteers/", {"host": "haneul.localhost"}).status_code == 302
    with public():
        assert not MigrationVolunteer.objects.exists()
