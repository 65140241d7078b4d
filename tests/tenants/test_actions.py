"""Renaming, describing, erasing: once each, recorded, and seen at the door. (Standings: test_standings.py.)"""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from platform_core.events.models import Event
from tenants.actions import (
    ChangedMeanwhile,
    describe,
    rename,
    set_entitlements,
    suspend,
)
from tenants.context import here, in_public, institution_context, public
from tenants.models import Institution, Standing
from tenants.queries import institution_at
from tenants.tasks import carry_on, for_every_institution, institutions_with_work, open_institution_ids
from tests.civic.proposals.test_counting_under_load import THREADS, at_once

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def last_event() -> Event:
    with public():
        return Event.objects.order_by("-pk").first()


def in_database(institution: Institution) -> Institution:
    with public():
        return Institution.objects.get(pk=institution.pk)


def test_the_door_sees_a_change_at_once_in_this_process(haneul, django_capture_on_commit_callbacks):
    assert institution_at("haneul.localhost").standing == Standing.OPEN
    with django_capture_on_commit_callbacks(execute=True):
        suspend(institution=haneul, reason="점검", at=NOW)
    assert institution_at("haneul.localhost").standing == Standing.SUSPENDED


def test_renaming_to_the_same_name_is_no_event(haneul):
    before = last_event()
    assert not rename(institution=haneul, name="하늘시", at=NOW)
    assert last_event() == before
    assert rename(institution=haneul, name="하늘특별시", at=NOW)
    assert last_event().data == {"was": "하늘시"}
    assert in_database(haneul).name == "하늘특별시"


def test_who_renames_what_somebody_has_just_renamed_is_told(haneul):
    assert rename(institution=haneul, name="하늘특별시", at=NOW, seen="하늘시")
    with pytest.raises(ChangedMeanwhile) as change:
        rename(institution=haneul, name="하늘광역시", at=NOW, seen="하늘시")
    assert change.value.now == "하늘특별시"
    assert in_database(haneul).name == "하늘특별시"
    assert not rename(institution=haneul, name="하늘특별시", at=NOW, seen="하늘시")


def test_of_two_who_describe_it_at_once_one_is_told(fresh_institution):
    """And a setting that is none of theirs stays, whoever comes first."""
    with public():
        Institution.objects.filter(pk=fresh_institution.pk).update(settings={"mail_colour": "#123456"})
    seen = {"tagline": "", "lead": None}

    def say(number):
        try:
            words = {"lead": {"ko": f"{number}"}}
            return describe(institution=fresh_institution, tagline="", words=words, at=NOW, seen=seen)
        except ChangedMeanwhile:
            return "told"

    answers = at_once(fresh_institution, [partial(say, number) for number in range(THREADS)])
    assert sorted(map(str, answers)) == ["True"] + ["told"] * (THREADS - 1)
    with public():
        assert Institution.objects.get(pk=fresh_institution.pk).settings["mail_colour"] == "#123456"


def test_entitlements_are_what_the_plan_says(haneul):
    assert set_entitlements(institution=haneul, entitlements={"staff": 3}, at=NOW)
    assert in_database(haneul).entitlements == {"staff": 3}
    assert not set_entitlements(institution=haneul, entitlements={"staff": 3}, at=NOW)


# --- Loops over institutions ----------------------------------------------------


def test_the_loop_enters_each_open_institution_and_survives_an_error(haneul, bada):
    with public():
        seen = []
        for institution in for_every_institution():
            with carry_on(institution):
                seen.append(here())
                raise ValueError("here something breaks")
        assert seen == [haneul, bada]
        assert in_public()


def test_the_loop_leaves_out_whoever_is_not_open_and_returns_when_left_early(haneul, bada):
    suspend(institution=haneul, reason="점검", at=NOW)
    assert open_institution_ids() == [bada.pk]
    for institution in for_every_institution():
        assert institution == bada
        break
    assert here() == haneul


def _nothing_waiting(*institutions: Institution) -> None:
    from platform_core.outbound.models import OutboundMail

    for institution in institutions:
        with institution_context(institution):
            Event.objects.update(announced_at=NOW)
            OutboundMail.objects.update(state="sent")


def test_who_has_work_is_one_question(haneul, bada, django_assert_num_queries):
    _nothing_waiting(haneul, bada)
    assert institutions_with_work() == []
    Event.objects.create(kind="a.b.c", at=NOW)
    with public():
        list(Institution.objects.all())
        with django_assert_num_queries(1):
            assert institutions_with_work() == [haneul.pk]


def test_due_mail_and_uncounted_supports_are_work_and_postponed_things_are_not(haneul, bada):
    from civic.proposals.models import SupportDelta
    from platform_core.outbound.models import OutboundMail

    _nothing_waiting(haneul, bada)
    later = datetime(2030, 1, 1, tzinfo=UTC)
    Event.objects.create(kind="a.b.c", at=NOW, retry_at=later)
    mail = OutboundMail.objects.create(to="a@example.org", subject="s", text="t", send_after=later)
    assert institutions_with_work() == []
    assert institutions_with_work(later) == [haneul.pk]
    mail.send_after = None
    mail.save()
    with institution_context(bada):
        SupportDelta.objects.create(proposal_id=1, amount=1)
    assert institutions_with_work() == [haneul.pk, bada.pk]
    suspend(institution=haneul, reason="점검", at=NOW)
    assert institutions_with_work() == [bada.pk]


def test_news_that_waits_for_the_next_month_is_no_work(haneul, bada):
    from platform_core.outbound.models import OutboundMail

    _nothing_waiting(haneul, bada)
    letter = OutboundMail.objects.create(to="a@example.org", subject="s", text="t", is_optional=True)
    OutboundMail.objects.filter(pk=letter.pk).update(created_at=NOW)
    old = NOW + timedelta(days=4)
    assert (institutions_with_work(NOW), institutions_with_work(old)) == ([haneul.pk], [])
    with public():
        Institution.objects.filter(pk=haneul.pk).update(entitlements={"paused": ["mails_per_month"]})
    assert institutions_with_work(NOW) == []
    OutboundMail.objects.create(to="a@example.org", subject="s", text="Your code")
    assert institutions_with_work() == [haneul.pk]


def test_a_schema_that_does_not_know_yet_which_letters_wait_does_not_stop_the_question(haneul, bada):
    from django.db import connection

    from platform_core.outbound.models import OutboundMail

    _nothing_waiting(haneul, bada)
    with institution_context(bada):
        OutboundMail.objects.create(to="a@example.org", subject="s", text="t")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbound_outboundmail RENAME COLUMN is_optional TO later")
    assert institutions_with_work() == [haneul.pk, bada.pk]


def test_a_schema_without_its_tables_does_not_stop_the_question(haneul, bada):
    from django.db import connection

    _nothing_waiting(haneul, bada)
    with institution_context(bada):
        Event.objects.create(kind="a.b.c", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_event RENAME TO gone")
    assert institutions_with_work() == [bada.pk]


# --- Commands -------------------------------------------------------------------


def test_the_commands_open_list_suspend_and_reopen(db, capsys):
    call_command("open_institution", "별시", "byeol.localhost", administrator_email="a@example.org")
    printed = capsys.readouterr().out
    assert "create_schema" in printed and " ms " in printed and "http://byeol.localhost" in printed
    call_command("suspend_institution", "byeol.localhost", reason="unpaid")
    call_command("list_institutions")
    assert "byeol.localhost" in capsys.readouterr().out
    with pytest.raises(CommandError, match="stands there already"):
        call_command("suspend_institution", "byeol.localhost", reason="unpaid")
    call_command("make_read_only", "byeol.localhost", reason="unpaid")
    call_command("reopen_institution", "byeol.localhost")
    call_command("resume_institution", "byeol.localhost")
    with pytest.raises(CommandError, match="No institution"):
        call_command("resume_institution", "nowhere.localhost")


def test_a_refused_order_is_explained_field_by_field(db):
    with pytest.raises(CommandError, match=r"host: .*\n.*administrator_email: "):
        call_command("open_institution", "별시", "www.localhost", administrator_email="nobody")
