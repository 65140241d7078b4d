"""Finding web addresses in running Korean and English text and making links of them."""

import re

from platform_core.text.markup import escape, quoted, tokens
from platform_core.text.normalise import repair

_ADDRESS = re.compile(
    r"(?<![a-z0-9@/._-])(?:https?://|www\.)"
    r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::\d{1,5})?"
    r"(?:[/?#][^\s<>\"'`\u2018-\u201f\u2026\u3000-\u3029]{0,1900})?",
    re.IGNORECASE,
)
_TRAILING_MARKS = ".,;:!?~*_|·"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# Particles and endings written onto an address without a space: …/notice를 보세요.
_PARTICLE = re.compile(
    r"(?<=[a-zA-Z0-9/%=_-])(?:에서는|에서도|에서|에게|에는|에도|에|으로|로|을|를|이나|이라는|이라고|이고|이며|이다|이|가|은|는"
    r"|과|와|도|의|만|까지|부터|라는|라고|입니다|이에요|예요|임|참조|참고)$"
)


def link_bare_urls(clean_html: str) -> str:
    """Link http, https and www addresses in text outside links; also repairs the text it walks over.

    Takes HTML written by nh3, and its answer must go through nh3 again, which adds `rel`.
    """
    out: list[str] = []
    in_link = 0
    for token in tokens(clean_html):
        if not token.tag:
            text = repair(token.text)
            out.append(escape(text) if in_link else _with_links(text))
            continue
        if token.tag == "a":
            in_link = max(in_link + (-1 if token.closes else 1), 0)
        out.append(f"</{token.tag}>" if token.closes else f"<{token.tag}{token.attributes}>")
    return "".join(out)


def _with_links(text: str) -> str:
    if "://" not in text and "www." not in text.lower():
        return escape(text)
    out: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trim(match[0])
        href = address if "://" in address else f"https://{address}"
        out += [escape(text[end : match.start()]), f'<a href="{quoted(href)}">{escape(address)}</a>']
        end = match.start() + len(address)
    return "".join([*out, escape(text[end:])])


def _trim(address: str) -> str:
    """Without the punctuation and the particle that belong to the sentence around it."""
    while True:
        before = address
        address = address.rstrip(_TRAILING_MARKS)
        opening = _BRACKETS.get(address[-1:])
        if opening and address.count(opening) < address.count(address[-1]):
            address = address[:-1]
        address = _PARTICLE.sub("", address)
        if address == before:
            return address
