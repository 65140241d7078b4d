"""From a draft to what everybody sees: at once, at a moment ahead, called off, brought back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from platform_core.access import Refused
from platform_core.events.models import Event
from tests.themes.conftest import READABLE, UNREADABLE
from themes.actions import note_begun, publish_draft, roll_back, schedule_draft, unschedule
from themes.documents import findings_in
from themes.drafts import Overtaken, change_draft, discard_draft, start_draft
from themes.models import Theme, ThemeDraft
from themes.queries import worn_as, worn_theme
from themes.rules import MOST_DRAFTS


def sheet_of(page) -> str:
    return next(
        part.split('"')[0]
        for part in page.content.decode().split('href="')
        if part.startswith(("/theme-", "/desk/theme/"))
    )


def test_a_draft_changes_nothing_for_anybody(haneul, visit, make_draft):
    before = sheet_of(visit(haneul).get("/"))
    make_draft()
    assert sheet_of(visit(haneul).get("/")) == before


def test_a_published_draft_is_worn_at_once_and_is_a_draft_no_more(haneul, visit, administrator, make_draft):
    draft = make_draft(name="단풍")
    theme = publish_draft(draft=draft, seen=1, note="가을이라서", by=administrator, at=timezone.now())
    assert sheet_of(visit(haneul).get("/")) == f"/theme-{theme.digest}.css"
    assert worn_theme().digest == worn_as(READABLE).digest
    assert not ThemeDraft.objects.exists()
    told = Event.objects.filter(kind="themes.theme.published").latest("pk")
    assert (told.actor_id, told.data["name"]) == (administrator.pk, "단풍")


def test_what_cannot_be_read_is_refused_with_the_pair_and_stays_a_draft(administrator, make_draft):
    draft = make_draft(UNREADABLE)
    with pytest.raises(Refused) as refusal:
        publish_draft(draft=draft, seen=1, note="", by=administrator, at=timezone.now())
    verdict = refusal.value.verdict
    first = findings_in(UNREADABLE)[0]
    assert (verdict.code, verdict.sentence, verdict.actual) == ("unreadable", first.sentence, first.key)
    assert ThemeDraft.objects.filter(pk=draft.pk).exists()
    with pytest.raises(Refused):
        soon = timezone.now() + timedelta(days=1)
        schedule_draft(draft=draft, seen=1, note="", begins_at=soon, by=administrator, at=timezone.now())


@pytest.mark.parametrize("role", ["moderator", "citizen"])
def test_nobody_else_may(role, administrator, make_draft, make_staff, make_citizen):
    person = make_citizen() if role == "citizen" else make_staff(role)
    draft, at = make_draft(), timezone.now()
    worn = Theme.objects.filter(published_at__lte=at).first()
    ahead = schedule_draft(
        draft=make_draft(), seen=1, note="", begins_at=at + timedelta(days=1), by=administrator, at=at
    )
    told = {"by": person, "at": at}
    deeds = [
        lambda: start_draft(document=READABLE, name="몰래", **told),
        lambda: change_draft(draft=draft, seen=1, document=READABLE, name="몰래", **told),
        lambda: discard_draft(draft=draft, **told),
        lambda: publish_draft(draft=draft, seen=1, note="", **told),
        lambda: schedule_draft(draft=draft, seen=1, note="", begins_at=at + timedelta(days=2), **told),
        lambda: unschedule(theme=ahead, **told),
        lambda: roll_back(theme=worn, note="", **told),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refusal:
            deed()
        assert refusal.value.verdict.code == "not_allowed"


def test_it_begins_at_its_very_second_though_no_worker_works(haneul, visit, administrator, make_draft):
    """The page is asked before, so that what a server remembers is in the way."""
    at = timezone.now()
    begins_at = (at + timedelta(hours=2)).replace(microsecond=0)
    old = worn_theme().digest
    theme = schedule_draft(draft=make_draft(), seen=1, note="", begins_at=begins_at, by=administrator, at=at)
    with time_machine.travel(begins_at - timedelta(microseconds=1), tick=False):
        assert sheet_of(visit(haneul).get("/")) == f"/theme-{old}.css"
        assert visit(haneul).get(f"/theme-{theme.digest}.css").status_code == 404
    with time_machine.travel(begins_at, tick=False):
        assert sheet_of(visit(haneul).get("/")) == f"/theme-{theme.digest}.css"
        assert visit(haneul).get(f"/theme-{theme.digest}.css").status_code == 200
        # Whoever got their page a moment before is dressed all the same.
        assert visit(haneul).get(f"/theme-{old}.css").status_code == 200


def test_the_worker_tells_once_that_it_began(administrator, make_draft):
    at = timezone.now()
    theme = schedule_draft(
        draft=make_draft(), seen=1, note="", begins_at=at + timedelta(minutes=5), by=administrator, at=at
    )
    assert note_begun(at=at + timedelta(minutes=4)) == 0
    assert note_begun(at=at + timedelta(minutes=6)) == 1
    assert note_begun(at=at + timedelta(minutes=7)) == 0
    told = Event.objects.get(kind="themes.theme.published", subject_id=theme.pk)
    assert told.at == theme.published_at


def test_what_is_called_off_is_a_draft_again_until_it_has_begun(administrator, make_draft):
    at = timezone.now()
    begins_at = at + timedelta(days=1)
    theme = schedule_draft(
        draft=make_draft(name="설날"), seen=1, note="", begins_at=begins_at, by=administrator, at=at
    )
    with pytest.raises(Refused) as refusal:
        unschedule(theme=theme, by=administrator, at=begins_at)
    assert refusal.value.verdict.code == "begun"
    draft = unschedule(theme=theme, by=administrator, at=at)
    assert (draft.name, draft.document) == ("설날", READABLE)
    assert not Theme.objects.filter(pk=theme.pk).exists()
    assert worn_theme(begins_at).digest != theme.digest


def test_calling_off_finds_room_among_ever_so_many_drafts(administrator, make_draft):
    at = timezone.now()
    theme = schedule_draft(
        draft=make_draft(), seen=1, note="", begins_at=at + timedelta(days=1), by=administrator, at=at
    )
    for number in range(MOST_DRAFTS):
        make_draft(name=f"시안 {number}")
    with pytest.raises(Refused) as refusal:
        make_draft()
    assert refusal.value.verdict.code == "too_many_drafts"
    assert unschedule(theme=theme, by=administrator, at=at).pk


@pytest.mark.parametrize(
    ("ahead", "code"), [(timedelta(0), "in_the_past"), (timedelta(days=400), "too_far_ahead")]
)
def test_a_moment_is_ahead_and_within_a_year(administrator, make_draft, ahead, code):
    at = timezone.now()
    with pytest.raises(Refused) as refusal:
        schedule_draft(draft=make_draft(), seen=1, note="", begins_at=at + ahead, by=administrator, at=at)
    assert refusal.value.verdict.code == code


def test_going_back_is_a_further_publication(administrator, make_draft):
    at = timezone.now()
    first = publish_draft(draft=make_draft(), seen=1, note="", by=administrator, at=at)
    other = {"format": 1, "base": "agency"}
    publish_draft(draft=make_draft(other), seen=1, note="", by=administrator, at=at + timedelta(seconds=1))
    back = roll_back(theme=first, note="민원이 많아서", by=administrator, at=at + timedelta(seconds=2))
    assert worn_theme(at + timedelta(seconds=2)).digest == first.digest
    assert (back.returns_to, back.note) == (first, "민원이 많아서")
    assert Theme.objects.filter(document=other).exists()


def test_the_second_to_publish_is_told_and_publishes_nothing(administrator, make_draft):
    draft, at = make_draft(), timezone.now()
    publish_draft(draft=draft, seen=1, note="", by=administrator, at=at)
    count = Theme.objects.count()
    with pytest.raises(Overtaken):
        publish_draft(draft=draft, seen=1, note="", by=administrator, at=at)
    changed = make_draft()
    change_draft(draft=changed, seen=1, document=READABLE, name="딴 이름", by=administrator, at=at)
    with pytest.raises(Overtaken):
        publish_draft(draft=changed, seen=1, note="", by=administrator, at=at)
    assert Theme.objects.count() == count
