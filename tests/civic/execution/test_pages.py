"""The public pages: what is promised, told and changed; who is silent; photographs that say what they show."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from PIL import Image

from civic.execution.models import Execution, ExecutionFile, Milestone, Part, ProgressKind
from civic.execution.quarters import quarter_of
from civic.journeys import carry_out
from civic.journeys.moderate import hide_proposal


def text(response) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


def photograph(name="전.jpg", place=b"Seoul") -> SimpleUploadedFile:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Seoul"
    exif[0x8825] = {1: "N"}
    target = BytesIO()
    Image.new("RGB", (64, 48), "#888888").save(target, "JPEG", exif=exif)
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")


@pytest.fixture
def silent(planned) -> Execution:
    """Nothing was told for more than a quarter."""
    told = quarter_of(timezone.now()).previous.starts_at - timedelta(days=1)
    Execution.objects.filter(pk=planned.pk).update(told_at=told)
    return planned


def page(adopted) -> str:
    return f"/proposals/{adopted.pk}/execution/"


def test_the_page_shows_plan_milestones_money_and_what_came_of_it(
    adopted, planned, respondent, haneul, visit
):
    at = timezone.now()
    add = {"execution": planned, "by": respondent, "at": at}
    carry_out.add(part=Part.MILESTONE, values={"title": "기둥 세우기", "due_on": date(2027, 3, 31)}, **add)
    carry_out.add(part=Part.BUDGET, values={"year": 2027, "source": "시비", "amount": 12_000_000}, **add)
    measure = {"name": "밤길 사고", "unit": "건", "before": "12", "after": "3", "measured_on": None}
    carry_out.add(part=Part.MEASURE, values=measure, **add)
    shown = text(visit(haneul).get(page(adopted)))
    for words in ("가로등 열두 개를", "02-120", "기둥 세우기", "12,000,000", "밤길 사고", "도로과"):
        assert words in shown


def test_there_is_no_page_before_anything_is_carried_out(haneul, visit, make_proposal):
    assert visit(haneul).get(f"/proposals/{make_proposal().pk}/execution/").status_code == 404


def test_a_postponement_is_read_by_everybody_with_the_old_day(adopted, planned, respondent, haneul, visit):
    values = {"title": "기둥", "due_on": date(2027, 3, 31)}
    at = timezone.now()
    row = carry_out.add(execution=planned, part=Part.MILESTONE, values=values, by=respondent, at=at)
    carry_out.change(
        part=Part.MILESTONE,
        row=row,
        values={"due_on": date(2027, 6, 30)},
        reason="장마",
        by=respondent,
        at=at,
    )
    shown = text(visit(haneul).get(page(adopted)))
    assert "2027년 3월 31일" in shown and "2027년 6월 30일" in shown and "장마" in shown
    # Staff see who it was; everybody else does not.
    assert respondent.name not in shown


def test_silence_is_said_on_the_page_in_the_list_and_to_machines(adopted, silent, haneul, visit):
    silent.refresh_from_db()
    since = timezone.localtime(silent.told_at).date()
    with translation.override("ko"):
        words = translation.gettext("Not updated since %(day)s").partition("%(day)s")[2].strip()
    assert words in text(visit(haneul).get(page(adopted)))
    assert words in text(visit(haneul).get("/execution/"))
    assert words in text(visit(haneul).get("/execution/record.csv"))
    answer = visit(haneul).get(f"/api/v1/proposals/{adopted.pk}/execution/").json()
    assert answer["duty"] == "overdue"
    assert answer["not_updated_since"].startswith(f"{since:%Y-%m-%d}")


def test_the_list_is_narrowed_by_state_department_and_quarter(adopted, planned, roads, parks, haneul, visit):
    def found(**wish) -> bool:
        return adopted.title in text(visit(haneul).get("/execution/", wish))

    this = quarter_of(timezone.now())
    assert found(state="told") and not found(state="overdue") and not found(state="finished")
    assert found(department="roads") and not found(department="parks")
    assert found(quarter=f"{this.year}-{this.number}")
    assert not found(quarter=f"{this.previous.year}-{this.previous.number}")
    assert found(state="nonsense", department="nowhere", quarter="x")


def test_the_list_asks_few_questions_whatever_its_length(adopted, planned, make_proposal, haneul, visit):
    from civic.execution.opening import open_execution

    for number in range(25):
        item = make_proposal(f"공사 {number}", stage="carrying_out")
        execution = open_execution(item=item, at=timezone.now())
        Milestone.objects.create(execution=execution, title="하나", due_on=date(2027, 1, 1))
    visitor = visit(haneul)
    visitor.get("/execution/")
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get("/execution/")
    assert response.status_code == 200
    assert len(queries) <= 8, [query["sql"][:90] for query in queries]
    assert 'rel="next"' in text(response)


def test_the_page_asks_no_more_for_many_notes_than_for_one(adopted, planned, respondent, haneul, visit):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            visit(haneul).get(page(adopted))
        return len(queries)

    def tell(body):
        carry_out.report(
            proposal=adopted, kind=ProgressKind.PROGRESS, body=body, by=respondent, at=timezone.now()
        )

    tell("하나")
    asked()
    before = asked()
    for number in range(5):
        tell(f"{number}번째")
    assert asked() == before <= 20


def test_what_is_hidden_is_on_no_page_and_in_no_list(adopted, planned, moderator, haneul, visit):
    hide_proposal(proposal=adopted, reason="확인 중", by=moderator, at=timezone.now())
    assert visit(haneul).get(page(adopted)).status_code == 404
    assert visit(haneul).get(f"/api/v1/proposals/{adopted.pk}/execution/").status_code == 404
    assert adopted.title not in text(visit(haneul).get("/execution/"))
    assert adopted.title not in text(visit(haneul).get("/execution/record.csv"))


def report_form(**changes):
    return {"kind": "progress", "body": "기둥을 세웠습니다.", **changes}


def test_a_photograph_is_published_without_where_it_was_taken(adopted, planned, respondent, haneul, visit):
    form = report_form(
        **{"picture1-file": photograph(), "picture1-moment": "before", "picture1-alt": "어두운 골목"}
    )
    answer = visit(haneul, as_=respondent).post(f"/desk/execution/{planned.pk}/report/", form)
    assert answer.status_code == 302
    kept = ExecutionFile.objects.get()
    assert (kept.moment, kept.alt, kept.content_type) == ("before", "어두운 골목", "image/webp")
    fetched = visit(haneul).get(f"/execution/files/{kept.key}/{kept.name}")
    content = b"".join(fetched.streaming_content)
    assert b"Seoul" not in content
    assert not Image.open(BytesIO(content)).getexif()
    assert 'alt="어두운 골목"' in text(visit(haneul).get(page(adopted)))


def test_a_photograph_nobody_described_is_not_taken_and_the_words_are_kept(
    planned, respondent, haneul, visit
):
    form = report_form(**{"picture1-file": photograph()})
    answer = visit(haneul, as_=respondent).post(f"/desk/execution/{planned.pk}/report/", form)
    assert answer.status_code == 422
    assert "기둥을 세웠습니다." in text(answer)
    assert not ExecutionFile.objects.exists() and not planned.notes.exists()


def test_a_file_that_is_none_of_ours_is_named_with_the_reason(planned, respondent, haneul, visit):
    page = SimpleUploadedFile("나쁜.html", b"<script>alert(1)</script>", content_type="text/html")
    form = report_form(**{"picture1-file": page})
    answer = visit(haneul, as_=respondent).post(f"/desk/execution/{planned.pk}/report/", form)
    assert answer.status_code == 422 and "나쁜.html" in text(answer)


def test_a_photograph_taken_away_is_gone_and_its_going_is_told(
    adopted, planned, respondent, parks, make_staff, haneul, visit
):
    form = report_form(**{"picture1-file": photograph(), "picture1-alt": "어두운 골목"})
    staff = visit(haneul, as_=respondent)
    staff.post(f"/desk/execution/{planned.pk}/report/", form)
    kept = ExecutionFile.objects.get()
    removal = f"/desk/execution/{planned.pk}/files/{kept.pk}/removal/"
    stranger = visit(haneul, as_=make_staff("respondent", parks))
    assert stranger.post(removal, {"reason": "x"}).status_code == 403
    assert staff.post(removal, {"reason": "얼굴이 보임"}).status_code == 302
    assert visit(haneul).get(f"/execution/files/{kept.key}/{kept.name}").status_code == 404
    assert "얼굴이 보임" in text(visit(haneul).get(page(adopted)))


def test_a_files_address_of_the_next_city_leads_nowhere(planned, respondent, haneul, bada, visit):
    form = report_form(**{"picture1-file": photograph(), "picture1-alt": "골목"})
    visit(haneul, as_=respondent).post(f"/desk/execution/{planned.pk}/report/", form)
    kept = ExecutionFile.objects.get()
    assert visit(bada).get(f"/execution/files/{kept.key}/{kept.name}").status_code == 404


def test_the_plan_is_written_at_the_desk_and_a_later_change_needs_a_reason(
    adopted, execution, roads, respondent, haneul, visit
):
    staff, address = visit(haneul, as_=respondent), f"/desk/execution/{execution.pk}/plan/"
    form = {"aims": "가로등을 세웁니다.", "department": roads.pk, "ends_on": "2027-06-30"}
    assert staff.post(address, form).status_code == 302
    later = {**form, "ends_on": "2027-09-30"}
    refusal = staff.post(address, later)
    assert refusal.status_code == 422 and "2027-09-30" in text(refusal)
    assert staff.post(address, {**later, "reason": "장마"}).status_code == 302
    execution.refresh_from_db()
    assert execution.ends_on == date(2027, 9, 30)


@pytest.mark.parametrize(
    ("typed", "amount"), [("12,000,000", 12_000_000), ("5000원", 5_000), (" 7 ", 7), ("$1,200", 1_200)]
)
def test_money_is_read_as_people_write_it(planned, respondent, haneul, visit, typed, amount):
    form = {"year": "2027", "source": "시비", "amount": typed}
    visit(haneul, as_=respondent).post(f"/desk/execution/{planned.pk}/budget/new/", form)
    assert planned.budget.get().amount == amount


@pytest.mark.parametrize("typed", ["", "많이", "-5", "1.5", "٣", "9" * 30])
def test_what_is_no_amount_is_asked_for_again(planned, respondent, haneul, visit, typed):
    form = {"year": "2027", "source": "시비", "amount": typed}
    answer = visit(haneul, as_=respondent).post(f"/desk/execution/{planned.pk}/budget/new/", form)
    assert answer.status_code == 422 and "시비" in text(answer)


def test_the_desk_lists_what_is_due_and_what_is_silent(adopted, silent, respondent, haneul, visit):
    staff = visit(haneul, as_=respondent)
    for tab in ("due", "overdue", "all"):
        assert adopted.title in text(staff.get("/desk/execution/", {"show": tab})), tab
    for tab in ("plan", "finished"):
        assert adopted.title not in text(staff.get("/desk/execution/", {"show": tab})), tab


def test_a_colleague_of_another_department_reads_and_changes_nothing(
    planned, parks, make_staff, haneul, visit
):
    colleague = visit(haneul, as_=make_staff("respondent", parks))
    assert colleague.get(f"/desk/execution/{planned.pk}/").status_code == 200
    for path in ("plan/", "report/", "milestones/new/", "files/new/"):
        assert colleague.get(f"/desk/execution/{planned.pk}/{path}").status_code == 403


def test_a_measure_of_another_execution_is_not_found_here(planned, respondent, owe, roads, haneul, visit):
    from civic.journeys.answer import answer
    from tests.civic.journeys.test_answer import ADOPTED

    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    other = Execution.objects.exclude(pk=planned.pk).get()
    row = carry_out.add(
        execution=other,
        part=Part.MILESTONE,
        values={"title": "다른 것", "due_on": date(2027, 1, 1)},
        by=respondent,
        at=timezone.now(),
    )
    staff = visit(haneul, as_=respondent)
    assert staff.get(f"/desk/execution/{planned.pk}/milestones/{row.pk}/").status_code == 404
    assert staff.get(f"/desk/execution/{planned.pk}/nonsense/new/").status_code == 404


def test_too_many_files_are_refused_with_a_reason(planned, respondent):
    from civic.execution import picturing
    from civic.journeys.carry_out import Picture
    from platform_core.files.refusal import RefusedFile
    from platform_core.files.taking import take_in

    taken = take_in("메모.txt", BytesIO("글".encode()))
    at = timezone.now()
    for _ in range(picturing.MAX_FILES * 2):
        carry_out.add_file(execution=planned, picture=Picture(taken), by=respondent, at=at)
    with pytest.raises(RefusedFile) as refusal:
        carry_out.add_file(execution=planned, picture=Picture(taken), by=respondent, at=at)
    assert refusal.value.code == "too_many_files"
