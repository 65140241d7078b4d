"""No number of the rules is typed a second time where the product ships words about them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
# What tells people how it works here: a stale number in these would be believed.
TELLING = ("lead", "headline", "summary", "tagline", "purpose", "content")
FILES = [
    *(ROOT / "tenants/designs/catalogue").glob("*.toml"),
    *(ROOT / "civic/demo/content").glob("*/institution.toml"),
    *(ROOT / "civic/demo/content").glob("*/petition.toml"),
    *(ROOT / "civic/demo/content").glob("*/agenda.toml"),
    *(ROOT / "civic/demo/content").glob("*/guide.toml"),
]
# “50명이 공감하면”, “공감 100명”, “열 명이 공감하면”, “10 supports”, “30일 안에 … 공감”
COUNTED = re.compile(
    r"([0-9,]+|[한두세네열백천]+)\s?명이?\s?(이상\s)?공감|공감\s?[0-9,]+|[0-9,]+ (people )?support|[0-9]+일 (안|이내)[^.]*공감"
    r"|support[^.]*within [0-9]+"
)


def told(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from told(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from told(inner, name)
    elif isinstance(value, str) and name in TELLING:
        yield value


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_words_that_are_shipped_leave_the_numbers_to_the_rules(path: Path) -> None:
    found = [one for one in told(tomllib.loads(path.read_text())) if COUNTED.search(one)]
    assert found == []


def test_what_would_go_stale_is_seen() -> None:
    assert COUNTED.search("50명이 공감하면 담당 부서가 답합니다.")
    assert COUNTED.search("공감 100명을 넘은 제안") and COUNTED.search("열 명이 공감하면")
    assert not COUNTED.search("이웃의 공감이 모이면 답합니다.")
