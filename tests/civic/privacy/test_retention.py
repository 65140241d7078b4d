"""What is kept goes when its time is over, and the people concerned are told before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.journeys.tasks import tidy
from civic.people.models import Role
from civic.privacy.dormancy import erase_dormant, warn_dormant
from civic.privacy.models import Destruction, DormantWarning, Kind
from civic.privacy.register import note_destroyed
from civic.privacy.schedules import DORMANT_AFTER, LETTERS, WARNED_BEFORE
from platform_core.accounts.models import User
from platform_core.outbound.actions import queue_mail
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context


@pytest.fixture
def sleeper(haneul, make_citizen):
    """Joined and was last here so long ago that the letter is due."""
    long_ago = timezone.now() - DORMANT_AFTER + WARNED_BEFORE - timedelta(days=1)
    return make_citizen("잠든 사람", joined_at=long_ago, last_login=long_ago)


def test_whoever_stays_away_is_warned_once_and_then_erased(sleeper, citizen, make_staff):
    now = timezone.now()
    make_staff(Role.MODERATOR, joined_at=sleeper.joined_at, last_login=sleeper.joined_at)
    address = sleeper.email
    assert (warn_dormant(at=now), warn_dormant(at=now)) == (1, 0)
    assert OutboundMail.objects.filter(dedupe_key__startswith="dormant-").get().to == address
    assert erase_dormant(at=now + WARNED_BEFORE - timedelta(hours=1)) == 0
    later = now + WARNED_BEFORE + timedelta(hours=1)
    assert (erase_dormant(at=later), erase_dormant(at=later)) == (1, 0)
    sleeper.refresh_from_db()
    assert sleeper.withdrawn_at == later and sleeper.email != address and sleeper.name != "잠든 사람"
    assert User.objects.get(pk=citizen.pk).withdrawn_at is None
    line = Destruction.objects.get()
    assert (line.kind, line.count) == (Kind.ACCOUNTS, 1)


def test_logging_in_once_keeps_the_account(sleeper):
    now = timezone.now()
    warn_dormant(at=now)
    User.objects.filter(pk=sleeper.pk).update(last_login=now + timedelta(days=3))
    assert erase_dormant(at=now + WARNED_BEFORE + timedelta(days=1)) == 0
    sleeper.refresh_from_db()
    assert sleeper.withdrawn_at is None
    assert warn_dormant(at=now + timedelta(days=40)) == 0 and not DormantWarning.objects.exists()


def test_the_nightly_round_destroys_and_writes_it_down(haneul):
    queue_mail(to="kim@example.org", subject="옛 편지", text="본문")
    old = OutboundMail.objects.filter(to="kim@example.org")
    old.update(state="sent", created_at=timezone.now() - LETTERS - timedelta(days=1))
    tidy(institution_id=haneul.pk)
    with institution_context(haneul):
        assert not old.exists()
        assert list(Destruction.objects.values_list("kind", "count")) == [(Kind.LETTERS, 1)]


def test_one_line_a_day_and_none_for_nothing(haneul):
    now = timezone.now()
    for count in (2, 0, 3):
        note_destroyed(Kind.TRACES, count, before=now, at=now)
    assert list(Destruction.objects.values_list("kind", "count")) == [(Kind.TRACES, 5)]


def test_the_table_is_public_and_the_register_is_the_administrators(haneul, visit, make_staff, neighbour):
    assert str(LETTERS.days) in visit(haneul).get("/privacy/retention/").content.decode()
    now = timezone.now()
    note_destroyed(Kind.LETTERS, 4_321, before=now, at=now)
    page = visit(haneul, as_=make_staff(Role.ADMINISTRATOR)).get("/desk/privacy/register/")
    assert "4,321" in page.content.decode()
    assert visit(haneul, as_=neighbour).get("/desk/privacy/register/").status_code == 302
