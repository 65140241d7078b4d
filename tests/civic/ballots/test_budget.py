"""A participatory budget, from the shipped rules to what is carried out; and who gets the money."""

from datetime import timedelta
from itertools import product

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.ballots.allocating import Project, allocated, in_order
from civic.ballots.kinds import Ties
from civic.ballots.models import Ballot, Option
from civic.execution.models import ExecutionItem
from civic.journeys.advance import decide
from civic.journeys.clock import close_windows
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Means
from civic.processes.actions import open_process, publish_rules
from civic.processes.kinds import Outcome
from civic.processes.models import ProcessDraft, ProcessVersion
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal

PROJECTS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 9)), min_size=1, max_size=7)


@settings(max_examples=150, deadline=None)
@given(PROJECTS, st.integers(0, 30), st.sampled_from(Ties.values))
def test_the_money_goes_to_the_first_of_all_ways_to_spend_it(found, total, ties):
    """Of all sets that fit, the one a reader finds who goes down the list and takes whatever still fits."""
    projects = [Project(place, votes, cost, place) for place, (votes, cost) in enumerate(found)]
    order = in_order(projects, ties)
    fitting = [
        taken
        for taken in product((True, False), repeat=len(order))
        if sum(one.cost for one, is_taken in zip(order, taken, strict=True) if is_taken) <= total
        and all(one.votes for one, is_taken in zip(order, taken, strict=True) if is_taken)
    ]
    lines = allocated(projects, total, ties)
    assert [line.project for line in lines] == order
    assert tuple(line.taken for line in lines) == max(fitting)


def test_a_tie_goes_as_the_ballot_has_published():
    dear, cheap = Project(1, 5, 9, 0), Project(2, 5, 3, 1)
    assert [one.number for one in in_order([dear, cheap], Ties.CHEAPER)] == [2, 1]
    assert [one.number for one in in_order([dear, cheap], Ties.ORDER)] == [1, 2]
    assert [line.taken for line in allocated([dear, cheap], 9, Ties.CHEAPER)] == [True, False]


def test_from_the_shipped_rules_to_the_winners(haneul, make_citizen, make_staff, visit):
    """Three ideas, one ballot for all of them, four voters on the pages; two fit into the sum and are carried out."""
    administrator = make_staff()
    version = _budget_of(administrator, 100)
    ideas = [_idea(version, title, make_citizen, administrator) for title in ("가로등", "놀이터", "그늘막")]
    # What waits for a vote gathers no support, and stands in the list all the same.
    assert "놀이터" in visit(haneul).get("/proposals/").text
    desk = visit(haneul, as_=administrator)
    place = f"/desk/votes/preparation/{ideas[0].pk}/?together=on"
    terms = {"question": "무엇을 먼저 할까요?", "kind": "budget", "choices": 5, "sum": 100, "ties": "cheaper"}
    page = desk.post(place, {**terms, "shown": "at_the_end", "is_shuffled": "on", "may_change": "on"})
    ballot = Ballot.objects.get()
    assert page.headers["Location"] == f"/desk/votes/{ballot.pk}/"
    assert desk.post(f"/desk/votes/{ballot.pk}/approval/").status_code == 409  # nothing has a cost yet
    for option, cost in zip(ballot.options.all(), (60, 50, 40), strict=True):
        filled = {"title": option.title, "description": "설명", "cost": cost}
        assert desk.post(f"/desk/votes/{ballot.pk}/options/{option.pk}/", filled).status_code == 302
    assert desk.post(f"/desk/votes/{ballot.pk}/approval/").status_code == 302
    assert desk.post(f"/desk/votes/{ballot.pk}/opening/").status_code == 302

    lamps, playground, shade = ballot.options.values_list("pk", flat=True)
    for chosen in ([lamps], [lamps, shade], [playground], [playground, shade]):
        citizen = make_citizen()
        _confirm(citizen, administrator)
        answer = visit(haneul, as_=citizen).post(f"/votes/{ballot.pk}/paper/", {"choice": chosen})
        assert answer.status_code == 302
    citizen = make_citizen()
    _confirm(citizen, administrator)
    too_dear = visit(haneul, as_=citizen).post(f"/votes/{ballot.pk}/paper/", {"choice": [lamps, playground]})
    assert too_dear.status_code == 409 and f'value="{lamps}" checked' in too_dear.text

    ballot.refresh_from_db()
    for _turn in range(2):
        close_windows(at=ballot.closes_at)
    # Two votes each: the cheapest first. Of the 100, 40 and 50 are spent, and 60 does not fit any more.
    stages = dict(Proposal.objects.values_list("title", "stage"))
    assert stages == {"가로등": "closed", "놀이터": "carrying_out", "그늘막": "carrying_out"}
    assert set(ExecutionItem.objects.values_list("proposal__title", flat=True)) == {"놀이터", "그늘막"}
    page = visit(haneul).get(f"/votes/{ballot.pk}/").text
    assert f"/proposals/{ideas[1].pk}/execution/" in page
    assert f"/proposals/{ideas[0].pk}/execution/" not in page


def _budget_of(administrator, total):
    process = open_process(preset_key="budget_district", name="참여예산", by=administrator, at=timezone.now())
    document = ProcessDraft.objects.get(process=process).document
    next(stage for stage in document["stages"] if stage["kind"] == "voting")["vote"]["budget"] = total
    publish_rules(process=process, document=document, reason="처음", by=administrator, at=timezone.now())
    process.refresh_from_db()
    return ProcessVersion.objects.get(pk=process.current_version_id)


def _idea(version, title, make_citizen, administrator):
    at = timezone.now() - timedelta(hours=1)
    made = submit_proposal(author=make_citizen(), writing=Writing(title, "설명"), version=version, at=at)
    decide(proposal=made, outcome=Outcome.ACCEPTED, reason="", by=administrator, at=at)
    return made


def _confirm(citizen, administrator):
    confirm_person(
        person=citizen,
        kinds=(Confirmed.RESIDES, Confirmed.IDENTITY, Confirmed.AGE),
        full_years=30,
        means=Means.IN_PERSON,
        by=administrator,
        at=timezone.now(),
    )


def test_all_that_stand_on_one_ballot_end_together_however_early_they_came(process, moderator, make_citizen):
    from civic.journeys.ballot_leading import approve_ballot, open_joint_ballot, prepare_ballot
    from tests.civic.ballots.conftest import item_under, rules_of_vote

    top = {"key": "first", "when": {"top": 1, "by": "votes"}, "to": "answering"}
    made = process(rules_of_vote(top))
    version = ProcessVersion.objects.get(pk=made.current_version_id)
    items = [item_under(version, title, ago=hours) for title, hours in (("하나", 20 * 24), ("둘", 1))]
    now = timezone.now()
    ballot = prepare_ballot(item=items[0], is_joint=True, question="어느 것을?", by=moderator, at=now)
    approve_ballot(ballot=ballot, by=moderator, at=now)
    ballot = open_joint_ballot(ballot=ballot, by=moderator, at=now)
    assert set(Proposal.objects.values_list("stage_ends_at", flat=True)) == {ballot.closes_at}
    from civic.journeys.ballot import vote

    # What is in the stage and stands on no ballot holds nobody up, though its time is over first.
    item_under(version, "빠진 것", ago=30)
    second = Option.objects.get(proposal=items[1])
    vote(ballot=ballot, person=make_citizen(), chosen=[second.pk])
    # A worker that comes three days late moves nothing but what it writes down.
    close_windows(at=ballot.closes_at + timedelta(days=3))
    close_windows(at=ballot.closes_at + timedelta(days=3))
    ends = Proposal.objects.filter(options__ballot=ballot).order_by("pk")
    assert [one.closed_at or one.stage_entered_at for one in ends] == [ballot.closes_at] * 2
    stages = dict(Proposal.objects.values_list("title", "stage"))
    assert stages == {"하나": "closed", "둘": "answering", "빠진 것": "voting"}
