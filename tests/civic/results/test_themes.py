"""Opinions that share a telling word stand together; nobody's opinion is lost by it."""

from civic.results.themes import FEWEST, Said, group
from platform_core.text.stems import word_stems


def spoken(*bodies, supports=0):
    return [
        Said(pk, "pro", supports + pk, frozenset(word_stems(body))) for pk, body in enumerate(bodies, start=1)
    ]


def test_what_shares_a_word_stands_together():
    said = spoken(
        *["주차장이 모자랍니다"] * 4,
        *["어린이 놀이터가 위험합니다"] * 5,
        *["버스 노선을 늘려 주세요"] * 3,
        "모르겠어요",
    )

    themes = group(said)

    assert [theme.opinions for theme in themes] == [5, 4, 3]
    assert sum(theme.opinions for theme in themes) == len(said) - 1
    assert any("놀이터" in theme.words for theme in themes)


def test_a_theme_shows_its_most_supported_opinion():
    themes = group(
        spoken(
            *["주차장이 모자랍니다"] * FEWEST,
            *["놀이터가 위험합니다"] * 4,
            *"가나 다라 마바 사아 자차".split(),
        )
    )

    assert {theme.example for theme in themes} == {FEWEST, FEWEST + 4}


def test_what_nearly_everybody_says_is_no_theme():
    assert group(spoken(*["자전거 길이 좁습니다"] * 10)) == []


def test_few_opinions_have_no_themes():
    assert group(spoken("주차장", "놀이터")) == []
