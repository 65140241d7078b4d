import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from platform_core.text.graphemes import grapheme_length, shorten
from platform_core.text.normalise import UncleanText, clean_line, clean_text

ANY_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
STRAYS = st.text(
    st.sampled_from(
        "가a \n\u200d\u200c\ufe0f\ufe0e\u115f\u1161\u1160\u034f\u0301👩🏴\U000e0067\U000e007f\U000e0101漢"
    )
)


def test_decomposed_hangul_becomes_composed():
    assert clean_line(unicodedata.normalize("NFD", "각하 물놀이터")) == "각하 물놀이터"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@given(text=st.one_of(ANY_TEXT, STRAYS))
@example(text="\ufe0f\u200d" * 40)
@example(text="\u1160\u034f\u115f가")
def test_cleaning_clean_text_changes_nothing(clean, text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "code"), [("나무\x00심기", "null_character"), ("나무\ud83c심기", "broken_character")]
)
def test_what_no_keyboard_sends_is_refused(text, code):
    with pytest.raises(UncleanText) as refusal:
        clean_text(text)
    assert refusal.value.code == code
    assert str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("안전\u202e한 길", "안전한 길"),
        ("안전\u2066한\u2069 길", "안전한 길"),
        ("\u200f마을", "마을"),
        ("마\u200b을\ufeff 숲\u2060", "마을 숲"),
        ("soft\u00adhyphen", "softhyphen"),
        ("벨\x07소리\x1b[31m", "벨소리[31m"),
        ("빈 이름\u3164\uffa0", "빈 이름"),
        ("\u3164", ""),
        ("\ufe0f", ""),
        ("\u200d", ""),
        ("가\u200d나", "가나"),
        ("숨은\U000e0048\U000e0049 글", "숨은 글"),
        ("  앞뒤\u3000공백\t \n한 줄  ", "앞뒤 공백 한 줄"),
        ("no\u00a0break", "no break"),
    ],
)
def test_a_line_loses_what_cannot_be_seen(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    "emoji",
    ["👨‍👩‍👧‍👦", "❤️‍🔥", "👩🏽‍🚒", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🇰🇷", "☎︎", "🏳️‍🌈"],
)
def test_emoji_stay_whole_and_count_as_one(emoji):
    assert clean_line(f"공원 {emoji} 좋아요") == f"공원 {emoji} 좋아요"
    assert grapheme_length(clean_line(emoji)) == 1


def test_joiners_stay_where_spelling_needs_them():
    assert clean_line("می‌خواهم") == "می‌خواهم"
    assert clean_line("क्‍ष") == "क्‍ष"


def test_old_hangul_keeps_its_letters():
    assert clean_line("\u1102\u119e") == "\u1102\u119e"


def test_piled_up_accents_are_capped():
    assert clean_line("가" + "\u0301" * 500) == "가" + "\u0301" * 4


def test_text_keeps_paragraphs_and_drops_trailing_spaces():
    assert clean_text("하나  \r\n둘\r셋\u2028넷\n\n\n\n\n다섯\u3000\n") == "하나\n둘\n셋\n넷\n\n\n다섯"
    assert clean_text("목록\n  - 들여쓴 줄\n\t- 탭") == "목록\n  - 들여쓴 줄\n - 탭"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("공원", 2),
        ("cafe\u0301", 4),
        ("é", 1),
        ("가\u0301나", 2),
        ("👍🏽👍🏽", 2),
        ("ㅋㅋㅋ", 3),
        ("a\nb", 3),
        ("\u1112\u1161\u11ab글", 2),
    ],
)
def test_characters_are_counted_as_people_count_them(text, length):
    assert grapheme_length(text) == length


def test_shortening_never_tears_a_character():
    assert shorten("가족 👨‍👩‍👧‍👦 나들이", 4) == "가족 👨‍👩‍👧‍👦"
    assert shorten("짧다", 10) == "짧다"


@pytest.mark.parametrize(
    "piece",
    ["가 ", "👍🏽", "\ufe0f\u200d", "\u0301", "\u202e가", "\r\n \t", "\U000e0067", "\u115f", " ", "\u3000"],
)
def test_a_hostile_text_costs_little(piece):
    text = "가" + piece * (400_000 // len(piece)) + "나"
    start = time.process_time()
    clean_text(text)
    assert time.process_time() - start < 2
