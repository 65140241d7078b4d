"""Numbers are counted from what happened, can be counted again, and say the same each time."""

import random
from datetime import UTC, datetime, timedelta

from civic.debates.models import Debate
from civic.efficacy.counting import count_measure, count_statistics, recount_statistics
from civic.efficacy.models import Counted, DailyCount
from civic.efficacy.periods import By, latest
from civic.efficacy.queries import numbers_by_period
from civic.execution.models import Execution
from civic.journeys.answer import answer
from civic.proposals.models import Comment, Proposal, Support
from tests.civic.journeys.test_answer import ADOPTED

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def table():
    return sorted(DailyCount.objects.values_list("measure", "dimension", "day", "value"))


def value(measure, dimension=""):
    return sum(
        DailyCount.objects.filter(measure=measure, dimension=dimension).values_list("value", flat=True)
    )


def test_a_night_counts_each_thing_on_its_day(haneul, in_seoul, make_proposal, category):
    make_proposal(at=NOW - timedelta(days=3), category=category, supports=7)
    make_proposal(at=NOW - timedelta(days=3), supports=0)
    count_statistics(at=NOW)
    assert value("proposals") == 2
    assert value("proposals", f"category:{category.pk}") == 1
    assert value("supports") == 7
    assert {row[2] for row in table() if row[0] == "supports"} == {(NOW - timedelta(days=3)).date()}


def test_what_the_institution_began_is_counted_on_its_day(haneul, in_seoul, make_proposal, roads):
    began = NOW - timedelta(days=2)
    held = make_proposal(at=NOW - timedelta(days=9))
    prepared = {"item": held, "form": "open", "question": "?", "created_at": began}
    Debate.objects.create(**prepared, stage_key="d", opened_at=began, closes_at=NOW + timedelta(days=9))
    Debate.objects.create(**prepared, stage_key="e")
    Execution.objects.create(department=roads, opened_at=began, plan_due_at=NOW, told_at=began)
    count_statistics(at=NOW)
    assert (value("debates"), value("executions"), value("asked")) == (1, 1, 0)
    assert value("executions", f"department:{roads.pk}") == 1


def test_today_is_not_counted_before_it_is_over(haneul, in_seoul, make_proposal):
    make_proposal(at=NOW)
    count_statistics(at=NOW)
    assert value("proposals") == 0
    count_statistics(at=NOW + timedelta(days=1))
    assert value("proposals") == 1


def test_a_second_run_of_the_same_night_counts_nothing_twice(haneul, in_seoul, make_proposal):
    make_proposal(at=NOW - timedelta(days=2), supports=3)
    assert count_statistics(at=NOW) > 0
    before = table()
    assert count_statistics(at=NOW + timedelta(hours=2)) == 0
    assert table() == before


def test_a_night_that_was_cut_short_goes_on_where_it_stopped(haneul, in_seoul, make_proposal):
    make_proposal(at=NOW - timedelta(days=2), supports=3)
    count_measure(measure="proposals", until=NOW.date(), at=NOW)
    assert Counted.objects.count() == 1
    left = count_statistics(at=NOW)
    count_statistics(at=NOW)
    assert Counted.objects.count() == left + 1
    assert value("supports") == 3


def test_nights_and_a_count_from_scratch_come_to_the_same(haneul, in_seoul, make_proposal, make_citizen):
    """Random deeds and their undoing between thirty nights, counted each night: against all thrown away."""
    dice = random.Random(4)
    people = [make_citizen(f"시민 {number}") for number in range(6)]
    proposals = []
    for night in range(30):
        at = NOW + timedelta(days=night)
        for _deed in range(4):
            _something(dice, people, proposals, make_proposal, at)
        if dice.random() < 0.8:
            count_statistics(at=at)
    count_statistics(at=NOW + timedelta(days=31))
    nightly = table()
    assert len(nightly) > 100
    assert {many for _measure, many in recount_statistics(at=NOW + timedelta(days=31), repair=False)} == {0}
    list(recount_statistics(at=NOW + timedelta(days=31), anew=True))
    assert table() == nightly
    assert value("supports") == Support.objects.count()
    assert value("comments") == Comment.objects.count()


def _something(dice, people, proposals, make_proposal, at):
    deed, person = dice.choice("pssccwx"), dice.choice(people)
    if deed == "p" or not proposals:
        proposals.append(make_proposal(author=person, at=at))
    elif deed == "s":
        Support.objects.get_or_create(
            proposal=dice.choice(proposals), citizen=person, defaults={"given_at": at}
        )
    elif deed == "c":
        Comment.objects.create(proposal=dice.choice(proposals), author=person, body="네", created_at=at)
    elif deed == "w":
        Support.objects.filter(citizen=person).order_by("pk")[:1].get().delete() if Support.objects.filter(
            citizen=person
        ).exists() else None
    else:
        Proposal.objects.filter(pk=dice.choice(proposals).pk).update(standing="hidden")


def test_a_number_that_was_tampered_with_is_found_and_mended(haneul, in_seoul, make_proposal):
    make_proposal(at=NOW - timedelta(days=2), supports=3)
    count_statistics(at=NOW)
    DailyCount.objects.filter(measure="supports").update(value=4)
    assert dict(recount_statistics(at=NOW, repair=False))["supports"] > 0
    list(recount_statistics(at=NOW))
    assert value("supports") == 3


def test_answers_are_counted_on_the_day_they_became_owed(haneul, in_seoul, owe, roads, respondent):
    first = owe(roads, at=NOW - timedelta(days=60))
    owe(roads, at=NOW - timedelta(days=59))
    answer(request=first, reply=ADOPTED, by=respondent, at=NOW - timedelta(days=50))
    count_statistics(at=NOW)
    assert [value(one) for one in ("owed", "owed_answered", "owed_in_time", "owed_late")] == [2, 1, 1, 1]
    assert value("answers_adopted", f"department:{roads.pk}") == 1


def test_somebody_who_comes_back_on_another_day_has_returned(haneul, in_seoul, make_proposal, make_citizen):
    once, again = make_citizen(), make_citizen()
    for person, days in ((once, 9), (again, 9), (again, 3)):
        make_proposal(author=person, at=NOW - timedelta(days=days))
    make_proposal(author=once, at=NOW - timedelta(days=9))
    count_statistics(at=NOW)
    numbers = numbers_by_period(latest(NOW.date(), By.MONTH))[latest(NOW.date(), By.MONTH)[-1]]
    assert (numbers.people[""], numbers.again[""]) == (2, 1)


def test_a_change_counts_for_the_proposal_it_grew_out_of(haneul, in_seoul, make_proposal):
    from civic.proposals.models import Link

    first = make_proposal(at=NOW - timedelta(days=100))
    later = make_proposal(
        at=NOW - timedelta(days=50),
        stage="closed",
        closed_as="carried_out",
        closed_at=NOW - timedelta(days=10),
        origin="institution",
    )
    Link.objects.create(earlier=first, later=later, at=NOW)
    count_statistics(at=NOW)
    numbers = numbers_by_period(latest(NOW.date(), By.YEAR))
    assert [dict(one.days) for one in numbers.values()][-1] == {90: 1}
