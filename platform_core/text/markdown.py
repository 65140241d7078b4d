"""Light Markdown for a plain text box: what people type stays readable even if they know no Markdown.

Kept: paragraphs, line breaks, lists, quotations, emphasis, headings, links, rules. Left out because
they surprise people who never heard of Markdown: indented lines as code, underlined headings, reference
definitions (lines that vanish), strike-through (“~~” is how many Koreans end a sentence), entities,
images, raw HTML.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_RULES = ["newline", "list", "blockquote", "heading", "hr", "escape", "emphasis", "link", "autolink"]
_HTTP = re.compile(r"https?://", re.IGNORECASE)
# “2026. 6. 3. 투표” is a date and “2026. 계획” a year; Markdown would number a list from them.
_DATE = re.compile(
    r"^([ \t]*(?:[-*+>][ \t]+)?\d{1,4})\.(?=[ \t]*\d{1,2}\.)|^([ \t]*\d{3,})([.)])", re.MULTILINE
)
_EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\ua960-\ua97f가-힣\ud7b0-\ud7ff]"
)


def to_html(text: str) -> str:
    """HTML for nh3 to clean; not safe by itself."""
    parsed = _parser.parse(_DATE.sub(_not_a_list, text))
    for token in parsed:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"  # the page has its own h1 and h2
    return str(_parser.renderer.render(parsed, _parser.options, {}))


def _not_a_list(match: re.Match[str]) -> str:
    return f"{match[1]}\\." if match[1] else f"{match[2]}\\{match[3]}"


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's rule, except that next to Korean, Chinese or Japanese only spaces matter.

    By the letter of CommonMark **“강조”**를 is not emphasised, because the closing mark stands between
    punctuation and a letter; particles make that the ordinary case in Korean.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + scanned.length
    after = state.src[end] if end < state.posMax else " "
    near = marker == "*" and bool(_EAST_ASIAN.match(before) or _EAST_ASIAN.match(after))
    can_open = scanned.can_open or (near and not after.isspace())
    can_close = scanned.can_close or (near and not before.isspace())
    _push(state, marker, scanned.length, can_open, can_close)
    return True


def _push(state: StateInline, marker: str, length: int, can_open: bool, can_close: bool) -> None:
    for _i in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += length


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "maxNesting": 10}).enable(_RULES)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.validateLink = lambda url: bool(_HTTP.match(url))  # type: ignore[method-assign]
    return parser


_parser = _make_parser()
