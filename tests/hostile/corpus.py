"""What careless keyboards, old word processors and people with bad intentions send."""

import unicodedata

FAMILY = "👨‍👩‍👧‍👦"
BROKEN_UTF8 = b"\xed\xa0\x80\xff\xc0\xaf"

TEXTS: dict[str, str] = {
    "nothing": "",
    "blanks": " \t\u3000 ",
    "decomposed Hangul": unicodedata.normalize("NFD", "각하께 드리는 말씀, 도로를 고쳐 주세요"),
    "a few emoji families": FAMILY * 4,
    "emoji families": FAMILY * 25,
    "a hundred emoji families": FAMILY * 98,
    "right to left": "\u202e주의\u202c \u0645\u0631\u062d\u0628\u0627 \u200f\u200e \u05e9\u05dc\u05d5\u05dd \u2066거꾸로\u2069",
    "nothing to see": "\u200b\u200c\u200d\u2060\ufeff\u3164\uffa0\u00ad",
    "null": "앞\x00뒤",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85 ",
    "noncharacters": "\ufffe\uffff\U0001fffe\U0010ffff",
    "stacked marks": "가" + "̴" * 300,
    "huge number": "9" * 400,
    "below zero": "-1",
    "not quite a number": "1e400",
    "digits of another script": "१२३",
    "a digit that is no number": "²",
    "full width digits": "１２３",
    "too large for a database": str(2**63),
    "SQL": "'; DROP TABLE proposals_proposal; --",
    "SQL order": "id) FROM accounts_user; --",
    "look-up": "author__password__startswith",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "page": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "header": "제목\r\nBcc: everyone@example.org\r\n\r\n본문",
    "path": "../../../../etc/passwd",
    "address": "https://evil.example/%2e%2e",
    "format": "%s%n%(x)s{0}{x!r}",
    "long": "가" * 30_000,
    "long word": "W" * 120_000,
}
