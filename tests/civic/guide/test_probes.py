"""What data ticks by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.guide.chapters import points
from civic.guide.probes import PROBES, About, ask
from civic.journeys.answer import assign
from civic.people.models import Department
from civic.proposals.models import Proposal, Standing

KINDS = ("year:2026", "debate:1", "gathering:1", "question:1", "candidate:1", "meeting:1", "item:1")


def this_year(at=None):
    return About("year", timezone.localdate(at).year)


def test_every_probe_that_the_guide_names_is_there_and_none_is_left_over():
    assert {one.probe for one in points() if one.probe} == set(PROBES)


@pytest.mark.parametrize("probe", sorted(PROBES))
def test_where_nothing_has_happened_nothing_is_ticked(haneul, probe, django_assert_max_num_queries):
    for about in map(About.of, KINDS):
        asked = About("year", 1) if about.kind == "year" else about
        with django_assert_max_num_queries(8):
            found = ask(probe, asked, timezone.now())
        assert 0 <= found.done <= found.of


def test_what_no_department_has_is_missing(haneul, owe, roads, administrator):
    now = timezone.now()
    owe(roads)
    unassigned = owe(None)
    found = ask("assigned_in_time", this_year(), now)
    assert (found.done, found.of, found.is_done) == (1, 2, False)
    assert [one.pk for one in found.missing] == [unassigned.pk]
    assign(request=unassigned, department=roads, reason="", by=administrator, at=now)
    assert ask("assigned_in_time", this_year(), now).is_done


def test_a_late_answer_is_not_ticked(haneul, owe, roads):
    owed = owe(roads, at=timezone.now() - timedelta(days=60))
    found = ask("answered_in_time", About("year", timezone.localdate(owed.opened_at).year), timezone.now())
    assert not found.is_done and found.missing[0].pk == owed.pk


def test_what_is_hidden_without_a_reason_is_named(haneul, propose):
    proposal = propose()
    Proposal.objects.filter(pk=proposal.pk).update(standing=Standing.HIDDEN, standing_reason="")
    assert ask("hidden_with_reason", this_year(), timezone.now()).missing[0].pk == proposal.pk


def test_a_department_without_anybody_is_named(haneul):
    lonely = Department.objects.create(code="lonely", name="외로운과")
    assert lonely.pk in {one.pk for one in ask("roles_given", this_year(), timezone.now()).missing}


def test_what_stands_for_a_thing_is_read_back():
    assert [str(About.of(text)) for text in KINDS] == list(KINDS)


@pytest.mark.parametrize("text", ["", "year", "year:", "year:-1", "year:2026x", "1:year", "year:" + "9" * 40])
def test_what_is_no_thing_is_refused(text):
    with pytest.raises(ValueError):
        About.of(text)
