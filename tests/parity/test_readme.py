"""README.md names a test for every scenario, and every test it names is there."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROW = re.compile(r"^\| (S_\d+_\d+(?: T_\d+[_\w]*)?) \| (.*?) \|", re.M)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")

# How many scenarios each story has. From ten on they are counted T_01, T_02 …
STORIES = {
    "S_1_1": 2, "S_1_2": 3, "S_1_3": 2, "S_1_4": 2, "S_2_3": 15, "S_3_1": 4, "S_3_2": 6, "S_4_2": 3,
    "S_4_3": 4, "S_6_1": 1, "S_6_2": 5, "S_6_3": 5, "S_6_6": 14, "S_6_8": 11, "S_6_9": 8, "S_7_01": 6,
    "S_7_02": 8, "S_7_03": 5, "S_7_05": 5, "S_7_06": 5, "S_7_07": 6, "S_7_08": 6, "S_7_09": 7,
    "S_7_10": 4, "S_8_4": 6, "S_8_6": 8, "S_9_3": 9, "S_9_4": 8, "S_9_5": 5, "S_9_6": 5, "S_9_7": 5,
    "S_11_1": 4, "S_11_2": 5, "S_13_1": 1,
}  # fmt: skip
# Counted otherwise there: a number twice, a number with a part, and two stories of combinations without numbers.
ODD = {
    "S_6_7": ["T_1", "T_2", "T_3_deleted", "T_3_blocked"],
    "S_8_3": ["T_1_1", *(f"T_{number}" for number in range(2, 11))],
}
COMBINATIONS = ["S_8_5", "S_9_8"]
ALL_THERE, IN_COMBINATIONS = 254, 47


def scenarios() -> list[str]:
    named = [
        f"{story} T_{number:0{_width(story)}}" for story, most in STORIES.items() for number in _upto(most)
    ]
    return [*named, *(f"{story} {one}" for story, ones in ODD.items() for one in ones), *COMBINATIONS]


def _upto(most: int) -> range:
    return range(1, most + 1)


def _width(story: str) -> int:
    return 2 if STORIES[story] > 9 else 1


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str]]:
    return ROW.findall((HERE / "README.md").read_text())


def test_every_scenario_stands_there_once(rows):
    assert len(scenarios()) - len(COMBINATIONS) + IN_COMBINATIONS == ALL_THERE
    assert sorted(name for name, _tests in rows) == sorted(scenarios())


def test_every_test_that_is_named_is_there(rows):
    named = {found for _name, tests in rows for found in NAMED.findall(tests)}
    assert named
    missing = [f"{file}::{test}" for file, test in named if f"\ndef {test}(" not in _words(file)]
    assert missing == []


def test_every_scenario_names_a_test_or_is_open(rows):
    assert [name for name, tests in rows if not NAMED.search(tests) and "open:" not in tests] == []


def _words(file: str) -> str:
    path = HERE / file if "/" not in file else ROOT / file
    return path.read_text() if path.exists() else ""
