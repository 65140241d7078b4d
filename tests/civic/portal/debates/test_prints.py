"""What strangers' pages are told apart by: all that they show, and nothing that is kept back."""

from datetime import timedelta

import pytest

from civic.debates.models import Debate, DebateStat, Opinion
from civic.portal.debate_reading import print_for_strangers
from civic.portal.debates_found import Narrowed, print_of_list
from civic.processes.kinds import Shown
from tenants.context import institution_context
from tests.civic.portal.debates.pages import at, now, page


def prints(held, moment):
    of_debate = [
        print_for_strangers(debate=held.pk, sort=sort, side=side, size=20, at=moment)
        for sort in ("newest", "oldest", "supported")
        for side in ("", "pro")
    ]
    return of_debate, print_of_list(Narrowed(), "", at=moment)


def change_sides(held):
    """The same people, the same words, another side: nobody may see it before its time."""
    Opinion.objects.filter(debate=held).update(side="other")
    DebateStat.objects.filter(debate=held).update(pro=0, con=0, other=3)


@pytest.mark.parametrize("shown", [Shown.AFTER_TAKING_PART, Shown.AT_THE_END])
def test_sides_that_are_kept_back_are_no_part_of_a_print(haneul, spoken, shown):
    moment = now()
    Debate.objects.filter(pk=spoken.pk).update(shown=shown, closes_at=moment + timedelta(days=1))
    before, over = prints(spoken, moment), prints(spoken, moment + timedelta(days=1))
    assert before[0][::2] == before[0][1::2]  # nor does the wish for one side tell anything
    change_sides(spoken)
    assert prints(spoken, moment) == before
    later = prints(spoken, moment + timedelta(days=1))
    assert later[1] != over[1] and not set(later[0]) & set(over[0])


def test_sides_that_everybody_sees_are_part_of_it(haneul, spoken):
    moment = now()
    before = prints(spoken, moment)
    change_sides(spoken)
    after = prints(spoken, moment)
    assert after[1] != before[1] and not set(after[0]) & set(before[0])


def test_the_instant_it_ends_is_another_print(haneul, spoken):
    ends = now() + timedelta(hours=1)
    Debate.objects.filter(pk=spoken.pk).update(closes_at=ends)
    just_before = prints(spoken, ends - timedelta(microseconds=1))
    assert prints(spoken, ends - timedelta(seconds=9)) == just_before
    at_the_end = prints(spoken, ends)
    assert at_the_end[1] != just_before[1] and not set(at_the_end[0]) & set(just_before[0])


def test_a_statement_planned_in_one_institution_reads_the_next_ones_own_tables(haneul, bada, spoken, visit):
    assert spoken.question in page(visit(haneul), at(spoken))
    assert spoken.question in page(visit(haneul), "/debates/")
    with institution_context(bada):
        assert print_for_strangers(debate=spoken.pk, sort="newest", side="", size=20, at=now()) == ""
    assert visit(bada).get(at(spoken)).status_code == 404
    assert spoken.question not in page(visit(bada), "/debates/")
    assert spoken.question in page(visit(haneul), "/debates/")
