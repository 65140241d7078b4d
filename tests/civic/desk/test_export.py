"""The list of proposals as a table that a spreadsheet opens and does not run."""

import csv
import io

from django.utils import timezone

from civic.journeys.answer import answer
from civic.proposals.models import Origin, Proposal
from platform_core.events.models import Event
from tests.civic.journeys.test_answer import ADOPTED

PATH = "/desk/export/proposals.csv"


def table(response) -> list[list[str]]:
    assert response.status_code == 200
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_the_table_holds_every_proposal_with_its_answer(haneul, visit, moderator, owe, roads, respondent):
    request = owe(roads, title='=HYPERLINK("http://evil","큰 상금")')
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    owe(title='쉼표, "따옴표"; 세미콜론')
    heads, first, second = table(visit(haneul, as_=moderator).get(PATH))
    assert len(heads) == len(first) == len(second) == 18
    assert first[1] == '\'=HYPERLINK("http://evil","큰 상금")'
    assert first[4] == "도로과"
    assert first[15] != ""
    assert second[1] == '쉼표, "따옴표"; 세미콜론'


def test_it_is_recorded_who_took_how_many(haneul, visit, moderator, propose):
    propose("하나"), propose("둘")
    table(visit(haneul, as_=moderator).get(PATH, {"q": "하나"}))
    event = Event.objects.get(kind="proposals.list.exported")
    assert (event.actor, event.data["rows"], event.data["filters"]) == (moderator, 1, {"q": "하나"})


def test_more_rows_than_a_batch_all_arrive_in_few_queries(
    haneul, visit, moderator, propose, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("civic.desk.table.BATCH", 3)
    author = moderator
    for number in range(7):
        propose(f"제안 {number}", author=author)
    visitor = visit(haneul, as_=moderator)
    visitor.get("/desk/rules/")
    with django_assert_max_num_queries(22):
        response = visitor.get(PATH)
    assert len(table(response)) == 8


def test_a_respondent_takes_no_list_of_names(haneul, visit, respondent):
    assert visit(haneul, as_=respondent).get(PATH).status_code == 403
    assert not Event.objects.filter(kind="proposals.list.exported").exists()


def test_it_holds_what_the_list_shows_and_what_the_institution_asks_only_where_that_is_wanted(
    haneul, visit, moderator, propose
):
    from_citizen, asked = propose("시민이 낸 것"), propose("기관이 묻는 것")
    Proposal.objects.filter(pk=asked.pk).update(origin=Origin.INSTITUTION)
    visitor = visit(haneul, as_=moderator)
    process = asked.process_version.process.key
    for wish, both in (
        ({}, {from_citizen.pk}),
        ({"q": f"#{asked.pk}"}, {asked.pk}),
        ({"origin": "institution"}, {asked.pk}),
        ({"origin": "everybody"}, {from_citizen.pk, asked.pk}),
        ({"process": process}, {from_citizen.pk, asked.pk}),
    ):
        listed = {row.pk for row in visitor.get("/desk/proposals/", wish).context["page"].rows}
        _heads, *rows = table(visitor.get(PATH, wish))
        assert (listed, {int(row[0]) for row in rows}) == (both, both), wish
