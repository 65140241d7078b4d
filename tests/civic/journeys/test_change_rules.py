"""An administrator publishes new rules; what is under way keeps its own. Two where the institution wants two."""

import copy
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from civic.journeys.change_rules import (
    agree_to_publish,
    ask_to_publish,
    begin_changing,
    begin_process,
    change_agreement,
    change_draft,
    discard_changes,
    publish_alone,
    take_back_request,
    undo_change,
)
from civic.people.models import Role
from civic.processes.document import RulesError
from civic.processes.models import DraftEdition, Process, ProcessDraft
from civic.processes.publishing import Overtaken
from civic.processes.queries import current_version
from platform_core.access import Refused
from platform_core.events.models import Event


def with_window(days):
    def change(document):
        changed = copy.deepcopy(document)
        changed["stages"][0]["window"]["days"] = days
        return changed

    return change


@pytest.fixture
def process(haneul) -> Process:
    return Process.objects.get(key="proposals")


@pytest.fixture
def second(make_staff):
    return make_staff(Role.ADMINISTRATOR, name="둘째 관리자")


def typed(process, by, days, at=None, part="stage:gathering") -> ProcessDraft:
    begin_changing(process=process, by=by, at=at or timezone.now())
    return change_draft(process=process, change=with_window(days), part=part, by=by, at=at or timezone.now())


def told(draft, seen_number=None, **more):
    number = current_version().number if seen_number is None else seen_number
    return {
        "process": draft.process,
        "seen": draft.edition,
        "seen_number": number,
        "at": timezone.now(),
    } | more


def publish(draft, by, **more):
    more = {"reason": "조례 개정", "brings_along": False} | more
    return publish_alone(**told(draft), by=by, **more)


def code_of(refusal) -> str:
    return refusal.value.verdict.code


def test_what_begins_from_now_follows_the_new_rules(administrator, process, propose):
    before = propose()
    version = publish(typed(process, administrator, 45), administrator)
    after = propose()
    assert (before.rules.window_days, after.rules.window_days) == (30, 45)
    assert (current_version(), version.number, version.reason) == (version, 2, "조례 개정")
    assert not ProcessDraft.objects.filter(process=process).exists()
    event = Event.objects.filter(kind="processes.rules.published").latest("pk")
    assert (event.actor, event.data["number"], event.data["brings_along"]) == (administrator, 2, False)


def test_a_draft_holds_for_nobody(administrator, process, propose):
    typed(process, administrator, 45)
    assert propose().rules.window_days == 30


def test_who_compared_with_what_is_no_longer_there_publishes_nothing(administrator, second, process):
    draft = typed(process, administrator, 45)
    change_draft(process=process, change=with_window(60), part="x", by=second, at=timezone.now())
    with pytest.raises(Overtaken):
        publish(draft, administrator)
    fresh = ProcessDraft.objects.get(process=process)
    with pytest.raises(Overtaken):
        publish_alone(**told(fresh, seen_number=7), reason="이유", brings_along=False, by=administrator)
    assert current_version().number == 1


def test_of_two_who_publish_the_same_draft_the_second_is_told(administrator, second, process):
    draft = typed(process, administrator, 45)
    publish(draft, administrator)
    with pytest.raises(Overtaken):
        publish_alone(**told(draft), reason="이유", brings_along=False, by=second)
    assert current_version().number == 2


def test_a_moderator_writes_and_publishes_no_rules(administrator, moderator, process):
    draft = typed(process, administrator, 45)
    for deed in (
        lambda: begin_changing(process=process, by=moderator, at=timezone.now()),
        lambda: typed(process, moderator, 50),
        lambda: publish(draft, moderator),
        lambda: begin_process(preset_key="jeju_2024", name="제주", by=moderator, at=timezone.now()),
        lambda: change_agreement(process=process, act="two", by=moderator, at=timezone.now()),
        lambda: discard_changes(process=process, by=moderator, at=timezone.now()),
    ):
        with pytest.raises(Refused) as refusal:
            deed()
        assert code_of(refusal) == "not_allowed"


def test_a_draft_may_be_nonsense_and_is_never_published(administrator, process):
    for nonsense in (0, 10_000, "서른", None):
        draft = typed(process, administrator, nonsense)
        with pytest.raises(RulesError) as wrong:
            publish(draft, administrator)
        assert wrong.value.path == "stages.0.window.days"
    assert current_version().number == 1


def test_typing_on_in_one_part_is_one_change_to_take_back(administrator, process):
    now = timezone.now()
    for seconds, days in enumerate((31, 32, 33)):
        typed(process, administrator, days, at=now + timedelta(seconds=seconds))
    typed(process, administrator, 40, at=now + timedelta(minutes=10))
    assert days_typed(process) == 40
    assert undo_change(process=process, by=administrator, at=now)
    assert days_typed(process) == 33
    assert undo_change(process=process, by=administrator, at=now)
    assert days_typed(process) == 30
    assert not undo_change(process=process, by=administrator, at=now)


def days_typed(process) -> int:
    return ProcessDraft.objects.get(process=process).document["stages"][0]["window"]["days"]


def test_editions_do_not_pile_up_for_ever(administrator, process):
    for number in range(60):
        typed(process, administrator, 40 + number, part=f"p{number}")
    assert DraftEdition.objects.count() <= 51


def test_a_preset_opens_as_a_process_that_nobody_can_use_yet(administrator, haneul):
    process = begin_process(preset_key="jeju_2024", name="제주 청원", by=administrator, at=timezone.now())
    assert (process.current_version, process.draft.preset) == (None, "jeju_2024")
    version = publish_alone(
        **told(process.draft, seen_number=0), reason="새 절차", brings_along=False, by=administrator
    )
    process.refresh_from_db()
    assert (process.current_version, version.number, version.preset) == (version, 1, "jeju_2024")
    again = begin_process(preset_key="jeju_2024", name="둘째", by=administrator, at=timezone.now())
    assert again.key != process.key


def test_a_process_never_published_goes_with_its_draft(administrator, haneul):
    process = begin_process(preset_key="suwon", name="수원식", by=administrator, at=timezone.now())
    discard_changes(process=process, by=administrator, at=timezone.now())
    assert not Process.objects.filter(pk=process.pk).exists()


@pytest.fixture
def needing_two(administrator, process) -> Process:
    change_agreement(process=process, act="two", by=administrator, at=timezone.now())
    process.refresh_from_db()
    return process


def test_where_two_are_needed_nobody_publishes_alone(administrator, needing_two):
    draft = typed(needing_two, administrator, 45)
    with pytest.raises(Refused) as refusal:
        publish(draft, administrator)
    assert code_of(refusal) == "two_people_needed"


def test_a_second_person_agrees_and_it_is_published(administrator, second, needing_two):
    draft = typed(needing_two, administrator, 45)
    asked = ask_to_publish(**told(draft), reason="의회 의결", brings_along=True, by=administrator)
    version = agree_to_publish(**told(asked), by=second)
    assert (version.published_by, version.agreed_by) == (administrator, second)
    assert (version.reason, version.brings_along) == ("의회 의결", True)
    assert version.bringings.get().correction is None


def test_nobody_agrees_with_oneself(administrator, needing_two):
    draft = typed(needing_two, administrator, 45)
    asked = ask_to_publish(**told(draft), reason="의결", brings_along=False, by=administrator)
    with pytest.raises(Refused) as refusal:
        agree_to_publish(**told(asked), by=administrator)
    assert code_of(refusal) == "needs_another"


def test_any_change_takes_the_request_back(administrator, second, needing_two):
    draft = typed(needing_two, administrator, 45)
    seen = ask_to_publish(**told(draft), reason="의결", brings_along=False, by=administrator)
    later = typed(needing_two, administrator, 50)
    with pytest.raises(Overtaken):
        agree_to_publish(**told(seen), by=second)
    with pytest.raises(Refused) as refusal:
        agree_to_publish(**told(later), by=second)
    assert code_of(refusal) == "not_submitted"


def test_nobody_agrees_to_what_was_asked_after_they_looked(administrator, second, needing_two):
    """The first asks once more, now to bring open items along: the second has not seen that."""
    draft = typed(needing_two, administrator, 45)
    seen = ask_to_publish(**told(draft), reason="의결", brings_along=False, by=administrator)
    page = told(seen)
    ask_to_publish(**told(seen), reason="다른 이유", brings_along=True, by=administrator)
    with pytest.raises(Overtaken):
        agree_to_publish(**page, by=second)


def test_a_request_can_be_taken_back(administrator, second, needing_two):
    draft = typed(needing_two, administrator, 45)
    ask_to_publish(**told(draft), reason="의결", brings_along=False, by=administrator)
    take_back_request(process=needing_two, by=second, at=timezone.now())
    assert ProcessDraft.objects.get(process=needing_two).submitted_at is None


def test_switching_off_the_second_person_needs_a_second_person(administrator, second, needing_two):
    change_agreement(process=needing_two, act="one", by=administrator, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        change_agreement(process=needing_two, act="agree", by=administrator, at=timezone.now())
    assert code_of(refusal) == "needs_another"
    needing_two.refresh_from_db()
    assert needing_two.needs_two_people
    change_agreement(process=needing_two, act="agree", by=second, at=timezone.now())
    needing_two.refresh_from_db()
    assert not needing_two.needs_two_people
    kinds = set(Event.objects.filter(kind__startswith="processes.agreement").values_list("kind", flat=True))
    assert kinds == {f"processes.agreement.{what}" for what in ("required", "questioned", "dropped")}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE processes_processversion SET document = '{}'",
        "UPDATE processes_processversion SET brings_along = true",
        "UPDATE processes_processversion SET agreed_by_id = NULL",
        "UPDATE processes_processversion SET reason = 'x' WHERE number = 1",
        "DELETE FROM processes_processversion",
        "TRUNCATE processes_processversion CASCADE",
    ],
)
def test_published_versions_cannot_be_altered_even_by_sql(haneul, statement):
    refused = pytest.raises(DatabaseError, match="Published rules never")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert current_version().number == 1
