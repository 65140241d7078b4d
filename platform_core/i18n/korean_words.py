"""Replacing Korean words in a sentence, with the particles after them: 제안을 → 생각을, 공감이 → 지지가.

A term is replaced where it stands as a word: nothing Korean before it (but another term: 시민제안), and after
it nothing, a particle, or its verb (공감하다) if that is wanted. Everything else that begins with the same
syllables is another word (공감대, 부서진, 의견서, 토론회) and stays. Placeholders and tags stay.
"""

import re
from collections.abc import Callable, Mapping

from platform_core.text.josa import PAIRS, particle

Replacing = Mapping[str, tuple[str, bool]]
"""Term as the catalogue has it -> (own word, whether its verb changes along)."""

# Not in josa.PAIRS, for nobody writes them after a name: with a final consonant, without one.
_ENDINGS = {
    "이면": "면",
    "이든": "든",
    "이고": "고",
    "이라도": "라도",
    "이라면": "라면",
    "이라서": "라서",
    "이라야": "라야",
    "이므로": "므로",
    "이지만": "지만",
    "이어야": "여야",
    "이어서": "여서",
    "이니": "니",
    "이랑": "랑",
    "이라기보다": "라기보다",
}
_WITHOUT_VOCATIVE = [pair for pair in PAIRS if pair != "아/야"]
# What may follow these two: 으로는, 이었습니다.
_GOES_ON = {"으로/로": "(?:는|도|만|서|서는|서의|써|부터|의)?", "이었/였": "[가-힣]*"}
_UNCHANGING = (
    "의 에 에게 에게서 께 께서 에서 에는 에도 에만 에서는 에서도 에서만 에서의 에게는 에게도 에게만 에 까지 까지의 까지는 까지만 "
    "부터 부터는 도 만 만이 만을 만은 만의 마다 마다의 보다 보다는 처럼 대로 조차 밖에 뿐 만큼 인 인지 인지를 인지는 일 일지 입니다 입니까 "
    "인가요 인데 임 임을 이기 에요"
).split()
# A word made of the term and one of these is still the term: 부서별, 제안들, 공감수.
_SUFFIX = "(?:별|들|수|끼리)[가-힣]*"
_VERB = "(?:하|한|할|함|합|했|해|되|된|될|됨|됩|됐|돼)[가-힣]*"
# Looked through, as in “공감”을 and <b>제안</b>은.
_CLOSING = r"(?:</[a-z]+>|[”’\"'」』)\]])*"
_UNTOUCHED = r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%[a-z%]|\{[^{}]*\}|<[^<>]*>|&[#\w]+;|https?://\S+"
# Words that look like a term with a particle behind it.
_OTHER_WORDS = "공감대로|공감대|의견서|부서지|부서진|시민의식|실행자|질문지로|질문지"


def korean_rewriter(replacing: Replacing, terms: frozenset[str]) -> Callable[[str], str]:
    """What rewrites a sentence. `terms`: all there are, so that a longer one hides a shorter one in it."""
    words = "|".join(map(re.escape, sorted({*terms, *replacing}, key=len, reverse=True)))
    word = re.compile(words)
    found = re.compile(
        f"{_UNTOUCHED}|(?<![가-힣])(?:{_OTHER_WORDS})[가-힣]*"
        f"|(?<![가-힣])(?P<run>(?:{words})+)"
        f"(?:(?P<verb>{_VERB})|(?P<suffix>{_SUFFIX})"
        f"|(?P<closing>{_CLOSING})(?P<tail>{_TAILS}))(?![가-힣])"
    )

    def rewritten(match: re.Match[str]) -> str:
        run = match["run"]
        if run is None:
            return match[0]
        parts = word.findall(run)
        last = replacing.get(parts[-1])
        if match["verb"] and last and not last[1]:
            last = None
        new = "".join(replacing[part][0] if part in replacing else part for part in parts[:-1])
        new += last[0] if last else parts[-1]
        if match["tail"] is None:
            return new + match[0][len(run) :]
        return new + match["closing"] + (_fitting(new, match["tail"]) if last else match["tail"])

    return lambda sentence: found.sub(rewritten, sentence)


def _fitting(word: str, tail: str) -> str:
    """The same particle as it sounds after this word."""
    if tail in _UNCHANGING or not tail:
        return tail
    match = _CHANGING.fullmatch(tail)
    if match is None:
        return tail
    for number, pair in enumerate(_WITHOUT_VOCATIVE):
        if match[f"p{number}"]:
            return particle(word, pair) + tail[len(match[f"p{number}"]) :]
    for number, (with_final, without) in enumerate(_ENDINGS.items()):
        if match[f"e{number}"]:
            return (with_final if particle(word, "은/는") == "은" else without) + tail[
                len(match[f"e{number}"]) :
            ]
    return tail


def _pattern(*, is_named: bool) -> str:
    """All particles that change, longest first where one begins another."""
    each: list[tuple[str, str]] = []
    for number, pair in enumerate(_WITHOUT_VOCATIVE):
        each.append((f"p{number}", f"{'|'.join(sorted(PAIRS[pair], key=len, reverse=True))}"))
    for number, (with_final, without) in enumerate(_ENDINGS.items()):
        each.append((f"e{number}", f"{with_final}|{without}"))
    going_on = {f"p{number}": _GOES_ON.get(pair, "") for number, pair in enumerate(_WITHOUT_VOCATIVE)}
    return "|".join(
        f"(?{f'P<{name}>' if is_named else ':'}{forms}){going_on.get(name, '')}" for name, forms in each
    )


_CHANGING = re.compile(_pattern(is_named=True))
_TAILS = f"(?:{'|'.join(sorted(_UNCHANGING, key=len, reverse=True))}|{_pattern(is_named=False)})?"
# For whoever looks for other words in Korean sentences: a particle or the word's verb may follow, no other word.
AFTER_A_WORD = f"(?=(?:{_VERB}|{_SUFFIX}|{_CLOSING}{_TAILS})(?![가-힣]))"
