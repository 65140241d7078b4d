"""Texts of staff are read over: what could be plainer is named, and plain texts are left alone."""

import time

import pytest

from platform_core.text.plainness import MOST_FINDINGS, Kind, official_words, read_over


def found(text, kind, language="ko"):
    return [(one.text, one.instead) for one in read_over(text, language) if one.kind == kind]


def test_the_lists_are_as_long_as_promised_and_say_where_they_come_from():
    assert len(official_words("ko")) >= 150 and len(official_words("en")) >= 30
    assert all(word != plainer for word, plainer in official_words("ko").items())


@pytest.mark.parametrize(
    ("sentence", "word", "instead"),
    [
        ("금번 사업을 알립니다.", "금번", "이번"),
        ("익일까지 보내 주세요.", "익일", "다음 날"),
        ("만족도를 제고하였습니다.", "제고하였습니다", "높이다"),
        ("만족도 제고를 꾀합니다.", "제고", "높임"),
        ("시건장치를 확인합니다.", "시건장치", "잠금장치"),
        ("구비서류를 냅니다.", "구비서류", "갖출 서류"),
        ("예산이 소요됩니다.", "소요됩니다", "걸리다, 들다"),
    ],
)
def test_official_words_are_named_with_plainer_ones(sentence, word, instead):
    assert found(sentence, Kind.OFFICIAL) == [(word, instead)]


@pytest.mark.parametrize(
    "sentence",
    [
        "답을 드립니다. 우수한 제안입니다. 기한은 내일입니다.",
        "그늘막을 10월까지 답니다. 담당은 공원과입니다.",
        "조금번거롭지만 조례를 고칩니다.",
        "https://example.org/금번 `익일`",
        "",
    ],
)
def test_a_plain_text_is_left_alone(sentence):
    assert read_over(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "받아들이지 않을 수 없습니다.",
        "문제가 없지 않습니다.",
        "내지 않으면 안 됩니다.",
        "부인할 수 없습니다.",
    ],
)
def test_two_negations_are_found(sentence):
    assert len(found(sentence, Kind.DOUBLE_NEGATIVE)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "개선되어집니다.",
        "어려울 것으로 사료됩니다.",
        "사업을 추진함에 있어 살핍니다.",
        "조례에 의거하여 합니다.",
    ],
)
def test_wordy_passives_are_found_once(sentence):
    assert [one.kind for one in read_over(sentence)] == [Kind.WORDY]


def test_a_long_sentence_is_found_and_a_list_is_not_one_sentence():
    long = "우리 시는 " + "여러 부서가 함께 모여 의논하고 " * 6 + "그 결과를 알립니다."
    assert len(found(long, Kind.LONG)) == 1
    assert found("\n".join(f"- {number}번 놀이터에 그늘막을 답니다" for number in range(20)), Kind.LONG) == []
    assert found("Stand. " * 40, Kind.LONG, "en") == []
    assert len(found("and then we go " * 10, Kind.LONG, "en")) == 1


def test_english_is_read_too_and_other_languages_are_not():
    said = read_over("We shall commence prior to May. It is not uncommon.", "en")
    assert [(one.text, one.instead) for one in said] == [
        ("commence", "begin"),
        ("prior to", "before"),
        ("not uncommon", ""),
    ]
    assert read_over("금번", "fr") == ()


def test_places_are_those_of_the_text_and_a_hostile_text_costs_little():
    text = "[금번](https://x.example) 그리고 금번"
    [one] = read_over(text)
    assert text[one.at :].startswith("금번") and one.at > 10
    begun = time.process_time()
    for hostile in ("지 않을 수 " * 8_000, "가" * 40_000, "금번" * 20_000, "것으로 " * 13_000, "a" * 40_000):
        assert len(read_over(hostile)) <= MOST_FINDINGS
        read_over(hostile, "en")
    assert time.process_time() - begun < 4
