"""What may stand in a document, and how two of them are told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.content.defaults import default_document
from civic.content.differences import between
from civic.content.document import BadDocument, Block, Document, parse, readable
from civic.content.findings import findings
from civic.content.kinds import Place
from civic.content.links import is_link, is_path

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
BLOCK = {"id": "text-1", "kind": "text", "is_on": True, "fields": {"body": {"ko": "안녕하세요"}}}


def of(*blocks, head=None):
    return {"format": 1, "head": head or {}, "blocks": list(blocks)}


@settings(max_examples=150, deadline=None)
@given(ANY, st.sampled_from(["id", "kind", "is_on", "fields"]), st.sampled_from(list(Place)))
def test_whatever_is_sent_is_a_document_or_refused(value, name, place):
    for data in (value, of(value), of({**BLOCK, name: value}), of(BLOCK, head=value)):
        try:
            parsed = parse(data, place)
        except BadDocument:
            continue
        assert parse(parsed.data(), place) == parsed


@pytest.mark.parametrize(
    "bad",
    [
        of({**BLOCK, "kind": "html"}),
        of({**BLOCK, "id": "../x"}),
        of({**BLOCK, "fields": {"body": {"ko": "가" * 20_001}}}),
        of({**BLOCK, "fields": {"html": "<b>"}}),
        of({**BLOCK, "fields": {"body": "한 가지 말로만"}}),
        of({**BLOCK, "kind": "video", "fields": {"link": "https://evil.example/x"}}),
        of({**BLOCK, "kind": "partner", "fields": {"link": "javascript:alert(1)"}}),
        of({**BLOCK, "kind": "room", "fields": {}}),
        of(BLOCK, BLOCK),
        of(head={"title": {"ko": "홈에는 없는 칸"}}),
    ],
)
def test_a_hostile_block_is_refused(bad):
    with pytest.raises(BadDocument):
        parse(bad, Place.HOME)


def test_a_kind_that_is_given_up_does_not_break_an_old_edition():
    kept = readable(of({**BLOCK, "id": "old-1", "kind": "carousel"}, BLOCK, head={"old": "x"}), Place.HOME)
    assert [block.id for block in kept.blocks] == ["text-1"]


@pytest.mark.parametrize("place", [Place.HOME, Place.MENU])
def test_what_the_platform_puts_there_may_be_published_as_it_is(place):
    assert findings(default_document(place), place, "ko", []) == []


def test_differences_name_what_moved_what_went_and_what_was_said():
    before = Document(blocks=(Block("how", "how"), Block("text-1", "text", fields={"body": {"ko": "옛말"}})))
    after = Document(blocks=(Block("text-1", "text", fields={"body": {"ko": "새말"}}), Block("call", "call")))
    said = between(before, after, Place.HOME, {})
    assert [(one.before, one.after) for one in said if one.after] == [("옛말", "새말")]
    assert len(said) == 3
    moved = Document(blocks=tuple(reversed(before.blocks)))
    assert len(between(before, moved, Place.HOME, {})) == 1
    assert between(before, before, Place.HOME, {}) == []


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "evil",
        "https://x.example/",
        "/a/../desk/",
        "/a?b",
        "/a\n",
        "/%"[:0],
    ],
)
def test_no_path_leads_away(path):
    assert not is_path(path)


@pytest.mark.parametrize(
    "address", ["http://a.kr/", "https://a", "https://a.kr:8080/", "https://u@a.kr/", "https://a.kr/ x"]
)
def test_no_link_is_odd(address):
    assert not is_link(address)
    assert is_link("https://www.haneul.go.kr/길?x=1#2")
