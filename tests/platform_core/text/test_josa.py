import pytest
from django.template import Context, Engine

from platform_core.text.josa import PAIRS, josa, particle


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("제안", "을/를", "제안을"),
        ("의견서", "을/를", "의견서를"),
        ("부서", "이/가", "부서가"),
        ("공감", "은/는", "공감은"),
        ("토론", "과/와", "토론과"),
        ("투표", "과/와", "투표와"),
        ("하늘시", "으로/로", "하늘시로"),
        ("바다군", "으로/로", "바다군으로"),
        ("서울", "으로/로", "서울로"),
        ("서울", "을/를", "서울을"),
        ("‘그늘’", "이/가", "‘그늘’이"),
        ("“나무 심기”", "을/를", "“나무 심기”를"),
        ("조례(안)", "을/를", "조례(안)을"),
        ("좋아요!!", "이라는/라는", "좋아요!!라는"),
        ("공원 🌳", "을/를", "공원 🌳을"),
        ("1", "으로/로", "1로"),
        ("3", "을/를", "3을"),
        ("2,000", "을/를", "2,000을"),
        ("100", "이/가", "100이"),
        ("1000000000000", "이/가", "1000000000000가"),
        ("2.5", "은/는", "2.5는"),
        ("2026.", "은/는", "2026.은"),
        ("50%", "을/를", "50%를"),
        ("30℃", "으로/로", "30℃로"),
        ("SNS", "을/를", "SNS를"),
        ("URL", "으로/로", "URL로"),
        ("PDF", "은/는", "PDF는"),
        ("app", "을/를", "app을"),
        ("center", "은/는", "center는"),
        ("Google", "으로/로", "Google로"),
        ("system", "이/가", "system이"),
        ("제안 A", "은/는", "제안 A는"),
        ("ㅋㅋ", "을/를", "ㅋㅋ을"),
    ],
)
def test_particles_follow_the_sound(word, pair, expected):
    assert josa(word, pair) == expected


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [("漢字", "을/를", "을(를)"), ("", "이/가", "이(가)"), ("…", "으로/로", "(으)로")],
)
def test_an_unknown_sound_gets_both(word, pair, expected):
    assert particle(word, pair) == expected


def test_an_unknown_pair_is_an_error():
    with pytest.raises(ValueError, match="을를"):
        particle("제안", "을를")


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_differs(pair):
    assert particle("산", pair) != particle("나무", pair)


def render(source: str, **context: object) -> str:
    engine = Engine(libraries={"korean": "platform_core.text.templatetags.korean"})
    return engine.from_string("{% load korean %}" + source).render(Context(context))


def test_templates_escape_the_word_once():
    assert render('{{ title|josa:"을/를" }}', title="<b>의자</b>") == "&lt;b&gt;의자&lt;/b&gt;를"
    assert render('<b>{{ name }}</b>{{ name|particle:"은/는" }}', name="하늘시") == "<b>하늘시</b>는"
