"""Until when the list exists, and what is left when it is gone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.utils import timezone

from civic.gatherings.actions import change_gathering, write_gathering
from civic.gatherings.attending import check_in, undo_check_in, walk_in
from civic.gatherings.keeping import note_export, remind_of_ending_lists
from civic.gatherings.models import Destruction, Gathering, SignUp
from civic.gatherings.queries import counts_of, signup_by_code, signup_by_key
from civic.gatherings.signing import Guest, sign_up, sign_up_by_phone
from civic.journeys.gather import destroy_due_lists, destroy_list, sign_up_guest
from civic.notifications.models import Notification
from civic.people.models import Role
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tests.civic.gatherings.conftest import CONSENT, plan_for


@pytest.fixture
def staff(make_staff):
    return make_staff(Role.MODERATOR)


@pytest.fixture
def full_list(haneul, make_gathering, make_citizen, staff):
    """A member, a caller and a guest who has not confirmed; letters on their way."""
    gathering, now = make_gathering(), timezone.now()
    sign_up(
        gathering=gathering, member=make_citizen("김회원"), consented_to=CONSENT, answers=["휠체어"], at=now
    )
    sign_up_by_phone(gathering=gathering, guest=Guest("박전화", phone="01012345678"), by=staff, at=now)
    sign_up_guest(
        gathering=gathering, guest=Guest("이손님", email="g@example.org"), consented_to=CONSENT, at=now
    )
    announce_pending()
    return gathering


def day_after(gathering: Gathering) -> datetime:
    """The first instant, on the institution's clock, at which the list is no longer promised to exist."""
    return timezone.make_aware(datetime.combine(gathering.kept_until + timedelta(days=1), time.min))


def test_the_list_is_there_on_its_last_day_and_gone_on_the_next(full_list):
    morning_after = day_after(full_list)
    assert destroy_due_lists(at=morning_after - timedelta(seconds=1)) == 0
    assert destroy_due_lists(at=morning_after) == 1
    assert destroy_due_lists(at=morning_after) == 0


def test_nothing_of_anybody_is_left_but_the_counts(full_list):
    rows = list(SignUp.objects.filter(gathering=full_list))
    keys, codes = [row.key for row in rows], [row.code for row in rows]
    before = counts_of(full_list)
    assert OutboundMail.objects.exists()
    destroy_due_lists(at=day_after(full_list))
    for row in SignUp.objects.filter(gathering=full_list):
        kept = (row.name, row.email, row.phone, row.user, row.answers, row.key, row.code, row.entered_by)
        assert kept == ("", "", "", None, [], None, None, None)
    assert counts_of(full_list).going == before.going == 2
    assert not any(signup_by_key(key) for key in keys) and not any(signup_by_code(code) for code in codes)
    assert not OutboundMail.objects.filter(dedupe_key__startswith=f"gathering:{full_list.pk}:").exists()
    assert not Notification.objects.filter(event__kind__startswith="gatherings.").exists()


def test_it_is_written_down_what_was_destroyed_of_how_many_and_by_which_rule(full_list):
    at = day_after(full_list)
    destroy_due_lists(at=at)
    record = Destruction.objects.get(gathering=full_list)
    assert (record.at, record.people, record.by) == (at, 2, None)
    assert (record.kept_until, record.consent_version) == (full_list.kept_until, CONSENT)
    assert {"name", "email", "phone", "answers", "codes", "letters"} <= set(record.what)
    assert Event.objects.get(kind="gatherings.list.destroyed").data["people"] == 2


def test_staff_are_reminded_once_a_week_before(full_list, staff):
    at = day_after(full_list) - timedelta(days=8)
    assert remind_of_ending_lists(at=at - timedelta(days=1)) == 0
    assert remind_of_ending_lists(at=at + timedelta(hours=1)) == 1
    assert remind_of_ending_lists(at=at + timedelta(hours=2)) == 0
    announce_pending()
    told = Notification.objects.filter(user=staff, data__event="gatherings.list.ending")
    assert told.get().data["path"] == f"/desk/gatherings/{full_list.pk}/"


def test_nobodys_data_is_kept_longer_than_they_were_told(full_list, staff):
    now = timezone.now()
    same = {"begins_at": full_list.begins_at, "ends_at": full_list.ends_at}
    later = plan_for(now, **same, kept_until=full_list.kept_until + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        change_gathering(gathering=full_list, plan=later, by=staff, at=now)
    assert refused.value.verdict.code == "kept_as_promised"
    earlier = plan_for(now, **same, kept_until=full_list.kept_until - timedelta(days=1))
    change_gathering(gathering=full_list, plan=earlier, by=staff, at=now)


@pytest.mark.parametrize(("days", "code"), [(-1, "kept_too_short"), (366, "kept_too_long")])
def test_a_list_is_kept_no_shorter_than_needed_and_no_longer_than_a_year(haneul, staff, days, code):
    now = timezone.now()
    plan = plan_for(now)
    kept_until = timezone.localdate(plan.ends_at) + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        write_gathering(plan=plan_for(now, kept_until=kept_until), by=staff, at=now)
    assert refused.value.verdict.code == code


def test_an_export_is_written_down_with_its_reason(full_list, staff):
    rows = note_export(gathering=full_list, reason="명찰 인쇄", by=staff, at=timezone.now())
    assert [row.shown_name for row in rows] == ["김회원", "박전화"]
    export = full_list.exports.get()
    assert (export.by, export.reason, export.rows) == (staff, "명찰 인쇄", 2)


def test_what_was_destroyed_is_not_exported(full_list, staff):
    destroy_list(gathering=full_list, at=day_after(full_list))
    with pytest.raises(Refused) as refused:
        note_export(gathering=full_list, reason="늦게", by=staff, at=day_after(full_list))
    assert refused.value.verdict.code == "destroyed"


def test_staff_destroy_earlier_only_when_it_is_over(full_list, staff):
    with pytest.raises(Refused) as refused:
        destroy_list(gathering=full_list, by=staff, at=timezone.now())
    assert refused.value.verdict.code == "too_early"
    assert destroy_list(gathering=full_list, by=staff, at=full_list.ends_at).by == staff


def test_checking_in_undoing_and_walking_in_are_counted_at_once(full_list, staff):
    at = full_list.begins_at
    signup = SignUp.objects.filter(gathering=full_list, state="going").first()
    assert check_in(signup=signup, by=staff, at=at)
    assert not check_in(signup=signup, by=staff, at=at)
    stranger = walk_in(gathering=full_list, by=staff, at=at)
    assert (counts_of(full_list).checked_in, counts_of(full_list).walked_in) == (2, 1)
    assert undo_check_in(signup=stranger, by=staff, at=at)
    assert undo_check_in(signup=signup, by=staff, at=at)
    assert not undo_check_in(signup=signup, by=staff, at=at)
    assert (counts_of(full_list).checked_in, counts_of(full_list).walked_in) == (0, 0)


def test_the_door_is_not_open_the_day_before(full_list, staff):
    signup = SignUp.objects.filter(gathering=full_list, state="going").first()
    with pytest.raises(Refused) as refused:
        check_in(signup=signup, by=staff, at=full_list.begins_at - timedelta(hours=13))
    assert refused.value.verdict.code == "too_early"


def test_a_list_without_consent_cannot_be_stored(haneul, make_gathering):
    gathering = make_gathering()
    with pytest.raises(IntegrityError, match="who_signs_up_knows_until_when_it_is_kept"):
        Gathering.objects.filter(pk=gathering.pk).update(kept_until=None)


def test_a_day_is_a_day_of_the_institutions_calendar(full_list):
    Gathering.objects.filter(pk=full_list.pk).update(kept_until=date(2031, 5, 31))
    midnight_in_seoul = datetime(2031, 5, 31, 15, 0, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Seoul")):
        assert destroy_due_lists(at=midnight_in_seoul - timedelta(seconds=1)) == 0
        assert destroy_due_lists(at=midnight_in_seoul) == 1
