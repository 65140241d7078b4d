"""Every trick through every way in. The outcome is judged by a parser that is not the cleaner's."""

import re
from html.parser import HTMLParser

import pytest

from platform_core.text.import_html import import_html
from platform_core.text.rich import render_markdown, sanitise_html
from tests.platform_core.text.xss_corpus import TRICKS

TAGS = frozenset("p div br hr h2 h3 ul ol li blockquote strong em del sub sup a".split())
WAYS_IN = {
    "markdown": render_markdown,
    "editor": sanitise_html,
    "import": lambda text: import_html(text).html,
    "import of a page": lambda text: import_html(f"<p class=MsoNormal>{text}</p>").html,
}


class Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {"a": {"href", "rel"}, "ol": {"start"}}.get(tag, set())
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in allowed:
                self.found.append(f"{tag} {name}")
            if name == "href" and not re.match(r"https?://[a-z0-9.:@-]+(?:[/?#]|$)", value or ""):
                self.found.append(f"href {value}")
            if name == "rel" and value != "nofollow ugc noopener":
                self.found.append(f"rel {value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration {decl}")

    handle_pi = unknown_decl = handle_decl


def found_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.found


@pytest.mark.parametrize("way_in", WAYS_IN.values(), ids=WAYS_IN)
@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_gets_through(way_in, trick):
    assert found_in(way_in(trick)) == []


@pytest.mark.parametrize("way_in", WAYS_IN.values(), ids=WAYS_IN)
def test_no_two_tricks_together_get_through(way_in):
    for first, second in zip(TRICKS, TRICKS[1:] + TRICKS[:1], strict=True):
        assert found_in(way_in(f"{first}{second}")) == []
        assert found_in(way_in(f"<div>{first}\n\n{second}</div>")) == []


def test_the_corpus_stays_large():
    assert len(TRICKS) >= 100
