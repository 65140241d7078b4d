"""`manage.py simulate_rules`: what a city's rules would have done to the proposals of a file, or to its own."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.civic.importing.test_importing import REAL

FREE = REAL / "free_proposals.csv"
HEADS = "number,title,submitted_at,support"
COLUMNS = "number=number,title=title,submitted_at=submitted_at,support=support"


def simulate(**options):
    out = io.StringIO()
    call_command("simulate_rules", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(*rows, name="old.csv"):
        path = tmp_path / name
        path.write_text("\n".join([HEADS, *rows]), encoding="utf-8")
        return path

    return write


@pytest.mark.skipif(not FREE.is_file(), reason="the open data is not part of this repository")
def test_seouls_open_data_reaches_what_was_counted_by_hand(db):
    told = json.loads(simulate(csv=FREE, thresholds="5,10,20,30,50,100,500", json=True))
    assert told["items"] == 1948
    assert told["reached"] == {"5": 210, "10": 87, "20": 32, "30": 20, "50": 8, "100": 3, "500": 1}
    assert list(told) == ["items", "reached", "notes"] and len(told["notes"]) == 1


def test_a_file_and_a_preset_need_no_institution(db, file):
    path = file("1,하나,2024-03-01,60", "2,둘,2024-03-02,3")
    told = json.loads(simulate(csv=path, columns=COLUMNS, preset="seoul_2020", json=True))
    assert {gate["gate"]: gate["passed"] for gate in told["then"]["gates"]}["answer"] == 1
    assert "now" not in told


def test_an_institutions_own_are_compared_with_its_rules(haneul, make_proposal):
    for count in (3, 12, 60):
        make_proposal(f"제안 {count}", supports=count, ago=timedelta(days=60))
    told = json.loads(simulate(institution="haneul.localhost", preset="small_county", json=True))
    passed = [told[side]["gates"][0]["passed"] for side in ("now", "then")]
    assert (told["items"], passed) == (3, [1, 2])
    assert "rules tried" in simulate(institution="haneul.localhost", preset="small_county")


def test_bad_rows_are_named_and_nothing_is_told(db, file):
    path = file("1,하나,2024-03-01,많이", "2,둘,어제,3", "3,셋,2024-03-01,3")
    with pytest.raises(CommandError) as error:
        simulate(csv=path, columns=COLUMNS, thresholds="5")
    assert "2" in str(error.value) and "많이" in str(error.value) and "어제" in str(error.value)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"csv": "none.csv", "thresholds": "5"},
        {"thresholds": "0"},
        {"thresholds": "many"},
        {"preset": "no_such_place"},
        {"columns": "nothing=No", "thresholds": "5"},
        {"draft": True},
        {"institution": "nowhere.localhost"},
    ],
)
def test_what_cannot_be_done_is_said(db, file, options):

    path = Path(options["csv"]) if "csv" in options else file("1,하나,2024-03-01,60")
    with pytest.raises(CommandError):
        simulate(**{"columns": COLUMNS, **options, "csv": path})


def test_a_process_without_a_draft_is_said_to_have_none(haneul):
    with pytest.raises(CommandError, match="draft"):
        simulate(institution="haneul.localhost", draft=True)
