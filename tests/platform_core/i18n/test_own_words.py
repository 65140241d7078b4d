"""An institution's own words in the sentences of our catalogues, with their particles."""

import threading
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from platform_core.i18n import dialect
from platform_core.i18n.dialect import all_sentences, dialect_of, in_own_words, speak_as, voice
from platform_core.i18n.english_words import many_of
from platform_core.i18n.korean_words import korean_rewriter
from platform_core.i18n.terms import TERMS

ENDS_IN_A_VOWEL = (
    "의제 부서 회의 평가 조례 투표 의사 공유지 마을계획서 이야기 메모 아이디어 나무 바다 우리 소리 노래 편지 지도 거리 "
    "가지 모두 하나 동네 이웃사이 카페 버스 기차 학교 도시 하루 오후 미래 과제 논의 주제 안내 문제 이해 배려 참여자 "
    "토의 심의 결의 건의 문의 동의 주의 정의 예의 회차 단계 절차 순서 차례 계기 기회 사례 사업비 예산서 보고 참고 광고 권고 질의 상의 합의 발의 이의"
).split()
ENDS_IN_RIEUL = (
    "말 글 길 물 불 달 별 돌 풀 꿀 팔 발 손길 마을 고을 가을 겨울 노을 이슬 구슬 바늘 하늘 그늘 오늘 비밀 연필 교실 "
    "사실 현실 진실 결실 화실 출발 개발 발발 재활 생활 부활 시설 건설 연설 해설 소설 역할 분할 관할 할 재질 본질 물질 성질 "
    "알림글 친구들 목소리들 나눔말 한마을 모임길 제설 비탈 나들길"
).split()
ENDS_IN_A_CONSONANT = (
    "생각 제언 의견함 바람 모임 물음 팀 국 실천 실행안 안건 청원 민원 지지 찬성 응원 추천 선정단 시민단 주민 군민 구민 도민 "
    "학생 회원 조합원 당원 이웃 가족 울림 마음 꿈 약속 답장 회신문 알림 소식 방송 신문 게시판 광장 마당 사랑방 정책 "
    "계획 기획 사업 추진 결정 확정 심사역 논점 쟁점 관점 장점 약점 대안 방안 초안 원안 방침 지침 수정안 최종안 총론 각론 담론 여론 공론"
).split()
WORDS = [
    *((word, 0) for word in ENDS_IN_A_VOWEL if word != "지지"),
    *((word, 1) for word in ENDS_IN_RIEUL),
    *((word, 2) for word in ENDS_IN_A_CONSONANT if word != "지지"),
    *(("지지", 0), ("NGO", 0), ("SNS", 0), ("TF팀", 2), ("Q&A 1", 1), ("의견 3", 2), ("PM", 2), ("1365", 0)),
]
# What our sentence says of 제안, and what it must say of a word that ends in a vowel, in ㄹ, in another consonant.
SAID = "제안은 제안이 제안을 제안과 제안으로 제안으로는 제안이나 제안이라는 제안이면 제안입니다 제안이었습니다 “제안”을 <b>제안</b>이 제안에서"
FITTING = (
    "{0}는 {0}가 {0}를 {0}와 {0}로 {0}로는 {0}나 {0}라는 {0}면 {0}입니다 {0}였습니다 “{0}”를 <b>{0}</b>가 {0}에서",
    "{0}은 {0}이 {0}을 {0}과 {0}로 {0}로는 {0}이나 {0}이라는 {0}이면 {0}입니다 {0}이었습니다 “{0}”을 <b>{0}</b>이 {0}에서",
    "{0}은 {0}이 {0}을 {0}과 {0}으로 {0}으로는 {0}이나 {0}이라는 {0}이면 {0}입니다 {0}이었습니다 “{0}”을 <b>{0}</b>이 {0}에서",
)
ALL_TERMS = frozenset(term.korean for term in TERMS)
OURS = {
    "ko": {
        "proposal": {"word": "생각", "verb": False},
        "support": {"word": "지지", "verb": True},
        "department": {"word": "팀", "verb": False},
        "opinion": {"word": "목소리", "verb": False},
        "citizen": {"word": "주민", "verb": False},
    },
    "en": {
        "proposal": {"one": "idea", "many": "ideas", "verb": ""},
        "support": {"one": "backing", "many": "backings", "verb": "back"},
    },
}
THEIRS = {"ko": {"proposal": {"word": "의제", "verb": True}}}


@pytest.fixture(autouse=True)
def as_we_are():
    yield
    speak_as(None)


def institution(words=None) -> SimpleNamespace:
    return SimpleNamespace(settings={"own_words": words} if words else {})


def rewritten(sentence: str, **replacing: tuple[str, bool]) -> str:
    return korean_rewriter(replacing, ALL_TERMS)(sentence)


def test_particles_fit_two_hundred_words():
    assert len(dict(WORDS)) >= 200
    wrong = {
        word: said
        for word, ending in WORDS
        if (said := rewritten(SAID, 제안=(word, False))) != FITTING[ending].format(word)
    }
    assert wrong == {}


def test_from_a_vowel_to_a_consonant_too():
    said = rewritten(
        "부서는 부서가 부서를 부서와 부서로 부서나 부서라면 부서별로 부서에서", 부서=("팀", False)
    )
    assert said == "팀은 팀이 팀을 팀과 팀으로 팀이나 팀이라면 팀별로 팀에서"


@pytest.mark.parametrize(
    "sentence",
    [
        "공감대가 넓어졌습니다", "부서진 문", "부서지는 파도", "의견서를 냅니다", "토론회에 오세요", "시민의식", "무공감",
        "제안하기", "제안합니다", "“제안했습니다”", "%(공감)s", "{공감}", "<a href='/공감/'>", "의제선정단이", "제안자와",
    ],
)  # fmt: skip
def test_other_words_placeholders_and_verbs_stay(sentence):
    words = "공감 부서 의견 토론 시민 의제 제안".split()
    assert rewritten(sentence, **dict.fromkeys(words, ("것", False))) == sentence


def test_a_verb_changes_along_where_that_is_wanted():
    assert rewritten("공감하고 공감한 공감했습니다", 공감=("동의", True)) == "동의하고 동의한 동의했습니다"


def test_words_grown_together_change_in_both_parts():
    assert rewritten("시민제안에서", 시민=("주민", False), 제안=("의제", False)) == "주민의제에서"


def test_every_kind_of_translation_speaks_in_own_words():
    speak_as(institution(OURS))
    with translation.override("ko"):
        assert gettext("Proposals") == "생각"
        assert str(gettext_lazy("Write a proposal")) == gettext("Write a proposal")
        assert "생각" in gettext("Write a proposal") and "제안" not in gettext("Write a proposal")
        assert "지지" in ngettext("%(count)s support", "%(count)s supports", 3)
        # 의견 is a comment or an opinion; only opinions are called otherwise.
        assert "의견" in gettext("Comments") and "목소리" in gettext("Opinions")
    with translation.override("en"):
        assert gettext("Write a proposal") == "Write an idea"
        assert ngettext("%(count)s support", "%(count)s supports", 1) == "%(count)s backing"
        assert ngettext("%(count)s support", "%(count)s supports", 2) == "%(count)s backings"
        assert gettext("I support this") == "I back this"
        assert pgettext("standing of an institution", "Open") == "Open"


def test_what_is_in_no_catalogue_stays_and_is_not_remembered():
    speak_as(institution(OURS))
    with translation.override("ko"):
        assert gettext("우리 동네 제안을 봐 주세요") == "우리 동네 제안을 봐 주세요"
        assert "우리 동네 제안을 봐 주세요" not in dialect.here.dialect.said["ko"]
        assert in_own_words("운영 길잡이의 제안을 봅니다") == "운영 길잡이의 생각을 봅니다"


def test_going_from_house_to_house_in_one_thread_changes_the_words_each_time():
    ours, theirs, plain = institution(OURS), institution(THEIRS), institution()
    late = gettext_lazy("Proposals")
    with translation.override("ko"):
        for _round in range(3):
            for house, word in ((ours, "생각"), (theirs, "의제"), (plain, "제안"), (None, "제안")):
                speak_as(house)
                assert (str(late), gettext("Proposals")) == (word, word)


def test_threads_speak_for_themselves():
    wrong: list[str] = []
    houses = [(institution(OURS), "생각"), (institution(THEIRS), "의제"), (institution(), "제안")]
    start = threading.Barrier(6)

    def talk(number: int) -> None:
        start.wait()
        for turn in range(300):
            house, word = houses[(number + turn) % 3]
            speak_as(house)
            with translation.override("ko"):
                wrong.extend(said for said in [gettext("Proposals")] if said != word)

    threads = [threading.Thread(target=talk, args=[number]) for number in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert wrong == []


def test_voice_tells_words_apart_and_changed_words_are_heard_at_once():
    house = institution(OURS)
    speak_as(house)
    with translation.override("ko"):
        first = voice()
        house.settings = {"own_words": THEIRS}
        speak_as(house)
        assert voice() != first and gettext("Proposals") == "의제"
        speak_as(institution())
        assert voice() == "ko"


def test_memory_is_bounded_by_the_catalogue_and_by_the_number_of_dialects():
    said = dialect_of(OURS).said["ko"]
    with translation.override("ko"):
        for number in range(50):
            speak_as(institution(OURS))
            gettext(f"made up {number}")
    assert len(said) < 6_000
    for number in range(dialect.MOST + 20):
        dialect_of({"ko": {"proposal": {"word": f"의제{number}", "verb": False}}})
    assert len(dialect._dialects) <= dialect.MOST


def test_every_term_stands_in_the_catalogues():
    korean = "\n".join(text for _english, text in all_sentences("ko"))
    english = "\n".join(text for _english, text in all_sentences("en")).lower()
    assert [term.key for term in TERMS if term.korean not in korean] == []
    assert [term.key for term in TERMS if term.one not in english] == []


def test_no_sentence_loses_a_placeholder():
    from platform_core.i18n.findings import _placeholders, _tags

    every = {term.key: {"word": "것", "verb": True} for term in TERMS}
    rewrite = dialect.korean_sentence_rewriter(every)
    for english, text in all_sentences("ko"):
        again = rewrite(english, text)
        assert (_placeholders(again), _tags(again)) == (_placeholders(text), _tags(text))


@pytest.mark.parametrize(
    ("one", "many"), [("idea", "ideas"), ("reply", "replies"), ("wish", "wishes"), ("day", "days")]
)
def test_regular_plurals(one, many):
    assert many_of(one) == many
