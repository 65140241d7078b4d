"""No sentence of ours keeps a word that the institution calls otherwise; pages are walked in tests/doors/test_doors.py."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from civic.processes.document.shapes import words
from civic.processes.document.shipped import shipped_names
from platform_core.i18n.dialect import (
    SETTING,
    all_sentences,
    in_own_words,
    korean_sentence_rewriter,
    speak_as,
)
from tests.doors.leftovers import OWN, in_sentences, leftovers


@pytest.fixture(autouse=True)
def as_we_are():
    yield
    speak_as(None)


def test_every_sentence_of_the_catalogue_is_said_in_own_words():
    rewrite = korean_sentence_rewriter(OWN["ko"])
    assert in_sentences(rewrite, all_sentences("ko")) == {}


class House:
    settings = {SETTING: OWN}


def test_names_of_stages_that_came_with_a_preset_are_said_in_own_words_and_written_ones_stay():
    assert {"공감 모으기", "부서 지정", "Gathering support"} <= shipped_names()
    labels = (("ko", "공감 모으기"), ("en", "Gathering support"))
    assert words(labels, "ko", "") == "공감 모으기"
    speak_as(House())
    assert words(labels, "ko", "") == "동의 모으기"
    assert words((("ko", "우리 공감 잔치"),), "ko", "") == "우리 공감 잔치"
    assert [name for name in shipped_names() if list(leftovers(words((("ko", name),), "ko", "")))] == []


def test_the_operating_guide_is_said_in_own_words():
    speak_as(House())
    found = {}
    for file in sorted(Path(settings.BASE_DIR, "civic/guide/content").glob("*.toml")):
        for text in texts_of(tomllib.loads(file.read_text("utf-8"))):
            if left := list(leftovers(in_own_words(text, "ko"))):
                found[text] = left
    assert found == {}


def texts_of(data):
    if isinstance(data, dict):
        yield from [data["ko"]] if isinstance(data.get("ko"), str) else []
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of(value)
