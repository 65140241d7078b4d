"""E_09: a moderator prepares a debate, changes it, and keeps its running notes (히스토리)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.debates.models import Note, State
from civic.debates.preparing import edit_note, remove_note, write_note
from civic.journeys.begin import begin_item
from civic.journeys.debate import change_debate, prepare_debate, terms_of
from civic.proposals.actions import Writing
from civic.proposals.models import Link
from tests.civic.debates.conftest import rules_of_debate
from tests.parity.conftest import NOT_MODERATORS, refusal

WRITING = Writing("자전거도로를 넓힐까요?", "모두에게 묻습니다.")


def now():
    return timezone.now()


@pytest.fixture
def held(debate):
    return debate()


@pytest.fixture
def questions(process):
    return process(rules_of_debate(track="question"))


def begin(process, by, **more):
    return begin_item(process=process, writing=WRITING, department=None, by=by, at=now(), **more)


# --- S_9_3 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pro_con", "open"])
def test_a_moderator_begins_a_debate_of_either_form(questions, moderator, form):
    item = begin(questions, moderator)
    debate = prepare_debate(item=item, form=form, question="넓힐까요?", by=moderator, at=now())
    assert (debate.form, debate.item_id) == (form, item.pk)


def test_a_category_or_a_proposal_that_is_not_there_is_not_tied_to_it(haneul, visit, moderator):
    visitor = visit(haneul, as_=moderator)
    assert visitor.post("/desk/debates/preparation/987654/", {"question": "x"}).status_code == 404


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_begins_or_prepares_one(questions, held, somebody, who):
    by = somebody(who)
    assert refusal(begin, process=questions, by=by) == "not_allowed"
    assert refusal(prepare_debate, item=held.item, by=by, at=now()) == "not_allowed"


def test_what_it_grew_out_of_knows_it_too(questions, moderator, propose):
    proposal = propose()
    item = begin(questions, moderator, sources=[proposal])
    assert Link.objects.filter(earlier=proposal, later=item).exists()


@pytest.mark.parametrize(("days", "state"), [(1, State.RUNNING), (40, State.ENDED)])
def test_its_dates_say_where_it_stands(held, days, state):
    """No midnight job: the page says so from the instant on."""
    assert held.state_at(now() + timedelta(days=days)) == state


def test_before_its_stage_it_is_being_prepared(held):
    held.opened_at = None
    assert held.state_at(now()) == State.PREPARING


# --- S_9_4 ----------------------------------------------------------------------------------------


def terms(debate, **changes):
    before = terms_of(debate)
    return {name: getattr(before, name) for name in before.__slots__} | changes


def test_it_is_changed_until_somebody_has_answered(held, moderator):
    change_debate(debate=held, by=moderator, at=now(), **terms(held, question="얼마나 넓힐까요?"))
    held.refresh_from_db()
    assert held.question == "얼마나 넓힐까요?"


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_changes_it(held, somebody, who):
    given = terms(held, question="몰래")
    assert refusal(change_debate, debate=held, by=somebody(who), at=now(), **given) == "not_allowed"


def test_a_debate_that_is_not_there_is_not_found(haneul, visit, moderator):
    visitor = visit(haneul, as_=moderator)
    for page in ("", "notes/", "question/"):
        assert visitor.get(f"/desk/debates/987654/{page}").status_code == 404


# --- S_9_5 … S_9_7 --------------------------------------------------------------------------------


@pytest.fixture
def note(held, moderator):
    return write_note(debate=held, body="도로과가 답했습니다", by=moderator, at=now())


def test_a_note_is_written_changed_with_a_mark_and_taken_away(note, moderator):
    assert edit_note(note=note, body="도로과가 어제 답했습니다", by=moderator, at=now())
    assert note.edited_at
    assert [remove_note(note=note, by=moderator, at=now()) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_keeps_notes(held, note, somebody, who):
    by = somebody(who)
    assert refusal(write_note, debate=held, body="x", by=by, at=now()) == "not_allowed"
    assert refusal(edit_note, note=note, body="x", by=by, at=now()) == "not_allowed"
    assert refusal(remove_note, note=note, by=by, at=now()) == "not_allowed"


def test_a_note_that_is_not_there_or_was_taken_away_is_not_found(haneul, visit, held, note, moderator):
    visitor = visit(haneul, as_=moderator)
    remove_note(note=note, by=moderator, at=now())
    for number in (note.pk, 987654):
        for page in ("", "removal/"):
            address = f"/desk/debates/{held.pk}/notes/{number}/{page}"
            assert visitor.post(address, {"body": "되살리기"}).status_code == 404
    assert "되살리기" not in Note.objects.get(pk=note.pk).body_html
