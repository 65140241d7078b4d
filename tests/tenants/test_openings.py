"""Many institutions from one table: judged row by row, opened row by row, and gone on with wherever it stopped."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from platform_core.access import Refused
from tenants.context import public
from tenants.models import Hostname, Institution, OpeningBatch, RowState, Standing
from tenants.provisioning.batches import actions
from tenants.provisioning.batches.actions import begin, counts_of, keep_batch, run_batch
from tenants.provisioning.batches.reading import NoTable, judged_rows, rows_in
from tenants.provisioning.tasks import go_on_with_openings

HEAD = "기관명,주소,관리자 이메일,blueprint,언어\n"
GOOD = HEAD + "은하시,eunha,a@example.org,library,ko\n달빛군,dalbit,b@example.org,,\n"


@pytest.fixture(autouse=True)
def quick_steps(settings, nobody_else_works):
    """What a table does is the same with one step; all of them are tried in test_opening."""
    settings.PROVISIONING_STEPS = ["tenants.provisioning.steps.open_doors"]


class Killed(BaseException):
    """What no step and no row can catch."""


def kept(text: str, encoding: str = "utf-8") -> OpeningBatch:
    return keep_batch(name="표.csv", rows=judged_rows(text.encode(encoding)), at=timezone.now(), by=None)


def standings() -> dict[str, str]:
    with public():
        found = Institution.objects.filter(name__in=["은하시", "달빛군"])
        return dict(found.values_list("name", "standing"))


def test_every_row_is_judged_and_nothing_is_written(haneul):
    text = (
        HEAD
        + "은하시,eunha,a@example.org,library,ko\n"
        + "하늘시,haneul,nobody,,\n"
        + "은하구,eun-ha,c@example.org,castle,ko;xx\n"
        + ",,,,\n"
        + '"은하군",eunhа,"",,\n'
    )
    rows = judged_rows(text.encode("cp949", "ignore"))
    assert [row.number for row in rows] == [2, 3, 4, 6]
    assert rows[0].faults == {}
    assert set(rows[1].faults) == {"address", "administrator_email"}
    assert set(rows[2].faults) == {"blueprint", "address"}
    assert set(rows[3].faults) == {"administrator_email"}
    with public():
        assert not OpeningBatch.objects.exists()


def test_two_rows_that_read_alike_are_told_of_each_other(db):
    rows = judged_rows((HEAD + "은하시,eunha,a@example.org,,\n은하구,eun-ha,c@example.org,,\n").encode())
    assert rows[0].faults == {} and set(rows[1].faults) == {"address"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,address\n1,2\n",
        HEAD.encode(),
        b"\x00\x01\xff\xfe",
        b"name,name,address,administrator_email\n1,2,3,4\n",
        (HEAD + "은하시,eunha,a@example.org,,\n" * 501).encode(),
        b"x" * 1_000_001,
    ],
)
def test_what_is_no_table_is_refused_whole(content):
    with pytest.raises(NoTable):
        rows_in(content)


def test_spreadsheets_of_all_kinds_are_read():
    for text in (
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
    ):
        assert rows_in(text.encode())[0] == (2, rows_in(GOOD.encode())[0][1])
    assert rows_in(GOOD.encode("cp949")) == rows_in(GOOD.encode())


def test_rows_without_faults_are_opened_and_the_others_stay_to_be_corrected(db, capsys):
    batch = kept(GOOD + "별시,api,c@example.org,,\n")
    assert counts_of(batch)[RowState.WRONG] == 1
    begin(batch=batch, at=timezone.now(), by=None)
    assert run_batch(batch)
    assert standings() == {"은하시": Standing.OPEN, "달빛군": Standing.OPEN}
    counts = counts_of(batch)
    assert (counts[RowState.OPEN], counts[RowState.WRONG]) == (2, 1)
    with public(), pytest.raises(Refused):
        begin(batch=batch, at=timezone.now(), by=None)


def test_an_address_taken_since_the_table_was_read_keeps_only_its_own_row_out(haneul):
    batch = kept(GOOD)
    with public():
        Hostname.objects.create(domain="eunha.localhost", tenant=haneul, is_primary=False)
    begin(batch=batch, at=timezone.now(), by=None)
    assert run_batch(batch)
    with public():
        first, second = batch.rows.order_by("number")
    assert (first.state, set(first.faults), second.state) == (RowState.REFUSED, {"address"}, RowState.OPEN)


@pytest.mark.parametrize("place", ["_order", "run_steps", "_note"])
def test_a_killed_worker_is_followed_by_one_who_goes_on(db, monkeypatch, place):
    """Killed before or after a row was ordered, and before or after it was noted: each is opened once."""
    batch = kept(GOOD)
    begin(batch=batch, at=timezone.now(), by=None)
    real = getattr(actions, place)

    def killed_afterwards(*args, **kwargs):
        real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(actions, place, killed_afterwards)
    for _time in range(3):
        with suppress(Killed):
            run_batch(batch)
    monkeypatch.setattr(actions, place, real)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        go_on_with_openings()
    assert counts_of(batch)[RowState.OPEN] == 2
    assert standings() == {"은하시": Standing.OPEN, "달빛군": Standing.OPEN}
    with public():
        batch.refresh_from_db()
        assert batch.finished_at is not None


def test_the_command_tells_of_every_row(db, tmp_path, capsys):
    file = tmp_path / "표.csv"
    file.write_text(GOOD + "별시,api,c@example.org,,\n", encoding="utf-8")
    call_command("open_institutions", str(file), "--check")
    assert standings() == {}
    call_command("open_institutions", str(file))
    told = capsys.readouterr().out
    assert told.count("eunha") >= 1 and "api" in told
    assert set(standings()) == {"은하시", "달빛군"}


def test_an_operator_sends_a_table_corrects_it_and_takes_the_report(console):
    page = console.get("/openings/").content.decode()
    assert "administrator_email" in page
    assert console.get("/openings/sample.csv").content.decode("utf-8-sig").startswith('"name"')
    wrong = console.post("/openings/", {"file": file_of("name\n1\n")})
    assert wrong.status_code == 422
    sent = console.post("/openings/", {"file": file_of(GOOD + "별시,api,c@example.org,,\n")})
    address = sent["Location"]
    page = console.get(address).content.decode()
    assert "은하시" in page and "별시" in page
    again = console.get(f"{address}to-correct.csv").content.decode("utf-8-sig")
    assert "별시" in again and "은하시" not in again and rows_in(again.encode())[0][1]["address"] == "api"
    assert console.post(f"{address}opening/").status_code == 302
    assert standings() == {"은하시": Standing.OPEN, "달빛군": Standing.OPEN}
    report = console.get(f"{address}report.csv").content.decode("utf-8-sig")
    assert report.count("\r\n") == 4
    assert "별시" not in console.get(address, {"state": "open"}).content.decode()
    assert (
        console.get(address, headers={"HX-Request": "true"}).content.decode().lstrip().startswith("<section")
    )


def file_of(text: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("표.csv", text.encode(), content_type="text/csv")


@pytest.fixture
def console(visit, operator):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)
