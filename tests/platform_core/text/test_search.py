import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_core.text.search import MAX_TERMS, parse_query, search_terms, spaceless
from platform_core.text.stems import word_stems

TITLE = "강변 자전거 도로에 쉼터를"
BODY = "밤에는 Wi-Fi 존과 LED 조명이 있는 쉼터가 필요합니다. 1,000명이 다닙니다."


def finds(q: str, title: str = TITLE, body: str = BODY) -> bool:
    query = parse_query(q)
    text = spaceless(title) if query.looks_in_titles else spaceless(title, body)
    return set(query.terms) <= set(search_terms(title, body)) and all(word in text for word in query.words)


@pytest.mark.parametrize(
    "q",
    [
        "도로",
        "자전거도로",
        "자전거 도로",
        "전거도",
        "쉼터 강변",
        "강변 wifi",
        "WI-FI",
        "ＬＥＤ",
        "led조명",
        "존과LED",
        "1000명",
        "1,000명",
        "강",
        "\u1103\u1169\u1105\u1169",
        "도로!!",
        "  쉼터\u3000조명 ",
    ],
)
def test_it_is_found(q):
    assert finds(q)


@pytest.mark.parametrize("q", ["도록", "로도", "자전거길", "밤", "공원", "도로 공원", "쉼터를밤에는"])
def test_it_is_not_found(q):
    assert not finds(q)


@pytest.mark.parametrize("q", ["", "   ", "!?", "%", "_", "\u200b"])
def test_an_empty_query_asks_nothing(q):
    assert not parse_query(q)


@given(st.text(max_size=30), st.text(max_size=60), st.data())
def test_every_part_of_a_text_finds_it(title, body, data):
    text = spaceless(body)
    if len(text) < 2:
        return
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    assert finds(text[start:end], title, body)


@given(st.text(max_size=300))
def test_anything_may_be_typed(q):
    query = parse_query(q)
    assert all(spaceless(word) == word for word in query.words)
    assert len(query.words) <= 10
    assert query.terms == sorted(set(query.terms))


def test_terms_are_few_and_the_title_comes_first():
    long = "".join(chr(0xAC00 + i) for i in range(11_000))
    terms = search_terms("쉼터", long)
    assert len(terms) == MAX_TERMS
    assert "쉼터" in terms


def test_latin_words_are_asked_for_in_threes():
    assert parse_query("light").terms == ["ght", "igh", "lig"]
    assert parse_query("ai").terms == ["ai"]


def test_indexing_a_long_text_is_quick():
    start = time.process_time()
    search_terms("쉼터", "강변 자전거 도로에 쉼터를 " * 3_000)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("강변 자전거도로에 쉼터를 설치해주세요", ["강변", "자전거도로", "쉼터", "설치"]),
        ("자전거도로에서의 사고", ["자전거도로에서", "사고"]),
        ("도서관까지 버스가 필요합니다", ["도서관", "버스"]),
        ("CCTV를 늘려 주세요", ["cctv", "늘려"]),
        ("나무와 꽃을", ["나무", "꽃을"]),
    ],
)
def test_stems_lose_particles_and_requests(text, stems):
    assert word_stems(text) == stems
