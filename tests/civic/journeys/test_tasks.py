"""What the worker does is done where the institution stands: in its schema, on its clock."""

from datetime import time
from zoneinfo import ZoneInfo

from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys import tasks
from civic.journeys.support import give_support
from civic.journeys.tasks import work_here
from tenants.context import institution_context

SEOUL = ZoneInfo("Asia/Seoul")


def test_an_answer_that_the_worker_makes_due_falls_due_at_the_citys_midnight(
    haneul, make_proposal, make_citizen
):
    proposal = make_proposal(supports=49)
    give_support(proposal=proposal, citizen=make_citizen())
    with timezone.override("UTC"):
        work_here(institution_id=haneul.pk)
    with institution_context(haneul):
        request = AnswerRequest.objects.get(proposal=proposal)
    assert request.due_at.astimezone(SEOUL).time() == time(0, 0)


def test_workers_that_cannot_keep_up_find_no_endless_queue(haneul, make_proposal, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.work_here, "apply_async", lambda **how: asked.append(how))
    make_proposal()  # its event waits
    tasks.do_waiting_work()
    assert {"institution_id": haneul.pk} in [how["kwargs"] for how in asked]
    assert all(how["expires"] <= 60 for how in asked)


def test_a_proposal_that_cannot_be_settled_holds_up_no_letters(haneul, monkeypatch, caplog):
    def breaks(*, at):
        raise RuntimeError("no such holiday")

    carried = []
    monkeypatch.setattr(tasks, "count_and_settle", breaks)
    monkeypatch.setattr(tasks, "send_waiting", lambda: carried.append(True))
    work_here(institution_id=haneul.pk)
    assert carried and "no such holiday" in caplog.text


def test_what_is_done_at_night_leaves_room_for_counting(haneul, bada, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.recount, "apply_async", lambda **how: asked.append(how))
    tasks.recount_everywhere()
    assert len({how["countdown"] for how in asked}) == len(asked) >= 2
    assert max(how["countdown"] for how in asked) < 3600  # the broker hands out anew what waits for an hour
