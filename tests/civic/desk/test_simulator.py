"""An administrator tries rules on past proposals before anybody has to live under them."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from civic.journeys.simulating import running
from civic.journeys.simulating.running import carry_out
from civic.journeys.tasks import simulate
from civic.processes.models import Process, ProcessDraft, Simulation
from civic.processes.queries import PROPOSALS, current_version
from civic.proposals.models import Proposal, Support
from tenants.context import institution_context

HEADS = "번호,제목,등록일,공감,부서"
COLUMNS = "number=번호,title=제목,submitted_at=등록일,support=공감,department=부서"


def table(*rows):
    return SimpleUploadedFile("old.csv", "\n".join([HEADS, *rows]).encode(), content_type="text/csv")


@pytest.fixture
def process(haneul):
    return Process.objects.get(key=PROPOSALS)


@pytest.fixture
def path(process):
    return f"/desk/rules/{process.pk}/simulation/"


@pytest.fixture
def trying(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


def asking(**more):
    return {"history": "own", "months": 12, "source": "numbers", **more}


def by_file(file, **more):
    return asking(history="file", file=file, columns=COLUMNS, **more)


def test_another_number_lets_other_proposals_pass(trying, path, make_proposal):
    made = [make_proposal(f"제안 {n}", supports=n, ago=timedelta(days=60)) for n in (3, 12, 60)]
    response = trying.post(path, asking(count_answer=10), follow=True)
    page = response.content.decode()
    answer = response.context["gates"][0]
    assert (answer.now.count, answer.then.count) == (1, 2)
    assert (answer.now.asks, answer.then.asks) != ("", answer.now.asks)
    assert "<svg" in page and 'role="img"' in page and "curve-table" in page
    assert '<progress class="progress__bar simulator__bar" max="3" value="2"' in page
    assert 'simulator__bar--then" max="2" value="2"' in page
    items = trying.get(response.redirect_chain[-1][0] + "items/?side=then&gate=answer")
    shown = items.content.decode()
    assert made[1].title in shown and made[2].title in shown and made[0].title not in shown
    assert f"/desk/proposals/{made[1].pk}/" in shown


def test_nothing_is_changed_by_trying(trying, path, make_proposal):
    make_proposal("그대로", supports=60, ago=timedelta(days=60))
    before = list(Proposal.objects.values_list("pk", "stage", "closed_as")), Support.objects.count()
    trying.post(path, asking(count_answer=1))
    assert (list(Proposal.objects.values_list("pk", "stage", "closed_as")), Support.objects.count()) == before


def test_a_preset_and_a_draft_are_tried(trying, path, process, make_proposal, administrator):
    make_proposal("셋", supports=15, ago=timedelta(days=60))
    response = trying.post(path, asking(source="preset", preset="small_county"), follow=True)
    assert response.context["gates"][0].then.count == 1
    version = current_version()
    ProcessDraft.objects.create(
        process=process, document=version.document, begun_from=version, saved_at=timezone.now()
    )
    response = trying.post(path, asking(source="draft"), follow=True)
    assert response.context["gates"][0].then.count == 0


def test_a_draft_that_is_not_finished_is_said_to_be(trying, path, process):
    ProcessDraft.objects.create(process=process, document={"format": 2}, saved_at=timezone.now())
    response = trying.post(path, asking(source="draft"))
    assert response.status_code == 422
    assert response.context["form"].errors["source"]


def test_a_file_is_replayed_and_not_kept(trying, path, haneul):
    rows = [f"{n},제안 {n},2024-03-0{n % 9 + 1},{n * 10},공원과" for n in range(1, 11)]
    response = trying.post(path, by_file(table(*rows), count_answer=80), follow=True)
    answer = response.context["gates"][0]
    assert (answer.now.count, answer.then.count) == (6, 3)
    owed = response.context["owed"]
    assert sum(row.now for row in owed) == 6 and {row.department for row in owed} == {"공원과"}
    assert Simulation.objects.get().upload is None
    assert not Proposal.objects.filter(title="제안 1").exists()
    assert "final counts" in response.content.decode() or response.context["result"].notes


def test_a_workbook_is_read_as_well(trying, path):
    book = Workbook()
    for row in [HEADS.split(","), [1, "하나", "2024-03-01", 70, "도로과"]]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("old.xlsx", content.getvalue())
    response = trying.post(path, by_file(file), follow=True)
    assert response.context["gates"][0].now.count == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["1,하나,2024-03-01,많이,", "2,둘,어제,3,"], ["2", "많이"]),
        (["1,하나,2024-03-01,5,", "1,또 하나,2024-03-01,5,"], ["3", "1"]),
        ([",이름 없음,2024-03-01,5,"], ["2"]),
        ([], [""]),
    ],
)
def test_rows_that_cannot_be_read_are_named_and_nothing_is_half_done(trying, path, rows, said):
    response = trying.post(path, by_file(table(*rows)))
    assert response.status_code == 422
    sentences = " ".join(response.context["form"].errors["file"])
    assert all(part in sentences for part in said)
    assert not Simulation.objects.exists()


@pytest.mark.parametrize(
    "name, content", [("old.pdf", b"%PDF"), ("old.xlsx", b"no workbook"), ("old.csv", b"")]
)
def test_other_files_are_refused_in_words(trying, path, name, content):
    response = trying.post(path, by_file(SimpleUploadedFile(name, content)))
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Simulation.objects.exists()


def test_a_file_that_is_too_large_is_refused(trying, path, monkeypatch):
    monkeypatch.setattr("civic.desk.forms.simulator.LARGEST_FILE", 100)
    response = trying.post(path, by_file(table(*["1,하나,2024-03-01,5,"] * 9)))
    assert response.status_code == 422 and "20" in str(response.context["form"].errors["file"])


def test_what_takes_long_is_done_by_a_worker_while_the_page_waits(
    trying, path, haneul, make_proposal, monkeypatch
):
    make_proposal("하나", supports=60, ago=timedelta(days=60))
    monkeypatch.setattr(running, "MOST_ITEMS_AT_ONCE", 0)
    sent = []
    monkeypatch.setattr(simulate, "apply_async", lambda **options: sent.append(options["kwargs"]))
    response = trying.post(path, asking(), follow=True)
    page = response.content.decode()
    assert 'http-equiv="refresh"' in page and "<progress" in page
    (task,) = sent
    address = response.redirect_chain[-1][0]
    trying.get(address)
    assert len(sent) == 1  # somebody is trusted to be at it
    Simulation.objects.update(touched_at=timezone.now() - timedelta(minutes=1))
    trying.get(address), trying.get(address)
    assert sent == [task, task]  # lost: sent again, once
    for _again in range(2):
        with institution_context(haneul):
            simulate(**task)  # a second time does nothing
    assert trying.get(address).context["gates"][0].now.count == 1
    assert Simulation.objects.get().turn == 1


def test_a_worker_that_fell_silent_is_replaced_and_writes_nothing_any_more(
    trying, path, make_proposal, process
):
    make_proposal("하나", supports=60, ago=timedelta(days=60))
    trying.post(path, asking())
    run = Simulation.objects.get()
    done = run.result
    Simulation.objects.update(state="running", result=None, touched_at=timezone.now() - timedelta(minutes=5))
    assert not carry_out(pk=run.pk)
    assert running.is_to_be_sent_again(run)
    assert not running.is_to_be_sent_again(run)
    assert carry_out(pk=run.pk)
    run.refresh_from_db()
    assert (run.state, run.turn, run.result) == ("done", 2, done)


def test_the_tables_are_harmless_in_a_spreadsheet(trying, path):
    file = table('1,"=HYPERLINK(""http://evil"",""큰 상금"")",2024-03-01,70,@부서', "2,둘,2024-03-01,1,")
    response = trying.post(path, by_file(file), follow=True)
    address = response.redirect_chain[-1][0]
    heads, first, second = rows_of(trying.get(f"{address}items.csv"))
    assert len(heads) == len(first) == len(second)
    assert first[1].startswith("'=HYPERLINK") and first[3] == "'@부서"
    assert len(rows_of(trying.get(f"{address}answers.csv"))) == 2
    assert len(rows_of(trying.get(f"{address}curves.csv"))) > 3
    assert trying.get(f"{address}nothing.csv").status_code == 404


def rows_of(response):
    assert response.status_code == 200
    raw = b"".join(response.streaming_content)
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_pages_of_fifty(trying, path):
    rows = [f"{n},제안 {n},2024-03-01,70," for n in range(1, 122)]
    address = trying.post(path, by_file(table(*rows)), follow=True).redirect_chain[-1][0]
    query = "items/?side=now&gate=answer&page="
    last = trying.get(f"{address}{query}3")
    assert (len(last.context["rows"]), last.context["pages"], last.context["next_url"]) == (21, 3, "")
    assert trying.get(f"{address}{query}99999").context["number"] == 3
    assert trying.get(f"{address}{query}x").context["number"] == 1
    assert len(trying.get(f"{address}items/?side=now&fate=went_on").context["rows"]) == 50
    assert trying.get(f"{address}items/?side=now&gate=none").status_code == 404


def test_a_result_is_removed_by_hand_and_after_days(trying, path, process):
    address = trying.post(path, by_file(table("1,하나,2024-03-01,5,")), follow=True).redirect_chain[-1][0]
    trying.post(f"{address}removal/")
    assert trying.get(address).status_code == 404
    trying.post(path, by_file(table("1,하나,2024-03-01,5,")))
    Simulation.objects.update(asked_at=timezone.now() - timedelta(days=4))
    trying.post(path, by_file(table("1,하나,2024-03-01,5,")))
    assert Simulation.objects.count() == 1


def test_not_more_than_a_few_at_once(trying, path, monkeypatch):
    monkeypatch.setattr(running, "MOST_ITEMS_AT_ONCE", -1)
    monkeypatch.setattr(simulate, "apply_async", lambda **options: None)
    answers = [trying.post(path, asking()).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 409]


def test_only_administrators_try_rules(haneul, visit, path, moderator, respondent, make_citizen, neighbour):
    for person, status in ((moderator, 403), (respondent, 403), (make_citizen(), 404), (neighbour, 302)):
        visitor = visit(haneul, as_=person)
        assert visitor.get(path).status_code == status
        assert visitor.post(path, asking()).status_code in (status, 403)
    assert not Simulation.objects.exists()


def test_a_neighbour_sees_nothing_of_it(trying, path, haneul, bada, visit, neighbour):
    address = trying.post(path, by_file(table("1,비밀,2024-03-01,5,")), follow=True).redirect_chain[-1][0]
    with institution_context(bada):
        assert not Simulation.objects.exists()
        other = Process.objects.get(key=PROPOSALS)
    at_home = visit(bada, as_=neighbour)
    for suffix in ("", "items/?side=now&fate=expired", "items.csv"):
        there = f"/desk/rules/{other.pk}/simulation/{address.split('/')[-2]}/{suffix}"
        assert at_home.get(there).status_code == 404


def test_own_history_counts_what_people_took_out_apart(trying, path, make_proposal):
    now = timezone.now()
    gone = make_proposal("거둔 것", supports=60, ago=timedelta(days=60))
    Proposal.objects.filter(pk=gone.pk).update(
        stage="closed", closed_as="withdrawn", closed_at=gone.submitted_at - timedelta(seconds=1)
    )
    hidden = make_proposal("숨긴 것", supports=60, ago=timedelta(days=60))
    Proposal.objects.filter(pk=hidden.pk).update(standing="hidden")
    make_proposal("모으는 중", supports=1, at=now - timedelta(hours=1))
    context = trying.post(path, asking(), follow=True).context
    fates = context["result"].numbers["now"]["fates"]
    assert fates == {"left": 1, "running": 1}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-31 23:59:59", "9999.12.31"])
def test_a_day_at_the_edge_of_the_calendar_is_told_and_breaks_nothing(trying, path, day):
    response = trying.post(path, by_file(table(f"1,제목,{day},5,도로과")))
    assert response.status_code == 422
    assert day in response.content.decode()
