"""Whatever somebody writes into a document, it stays within its own declaration, or is refused with a sentence."""

import pytest

from themes.compile import document_of, stylesheet
from themes.files import Document, dump, load, ordered
from themes.roles import ROLES
from themes.tokens import BadToken, parse


@pytest.mark.parametrize(
    "value",
    ["red; } body { display: none", "url(//evil.example)", "#12345", "#1234567", "rgb(0 0 0)", "", "a\\62", "/* x", None, 7, ["#fff"], "#١٢٣٤٥٦"],
)  # fmt: skip
def test_only_a_colour_is_a_colour(value):
    for document in ({"brand": value}, {"light": {"text-basic": value}}):
        with pytest.raises(BadToken) as refused:
            parse(document)
        assert "#1759d6" in str(refused.value)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"emblem": "url(x)"}, "unknown_choice"),
        ({"family": "x; src: url(//evil.example/x.woff2)"}, "unknown_choice"),
        ({"radius": ["soft"]}, "unknown_choice"),
        ({"weight": True}, "no_weight"),
        ({"weight": 10_000}, "no_weight"),
        ({"official": 1}, "no_yes_or_no"),
        ({"emblem_file": "../../etc/passwd"}, "no_emblem_file"),
        ({"base": "neighbour"}, "unknown_base"),
        ({"base": {}}, "unknown_base"),
        ({"css": "body{}"}, "unknown_token"),
        ({"light": {"--page": "#000000"}}, "unknown_token"),
        ({"light": "dark"}, "no_colours"),
        ({"format": 2}, "unknown_format"),
        ([], "no_document"),
    ],
)
def test_what_is_no_token_is_refused_by_its_name(document, code):
    with pytest.raises(BadToken) as refused:
        parse(document)
    assert refused.value.code == code and str(refused.value)


def test_colours_as_people_write_them_are_taken():
    assert parse({"brand": " 0AF "}).brand == "#00aaff"


def test_a_step_of_a_scale_is_a_colour_too():
    tokens = parse({"brand": "#0b7a75", "light": {"link-default": "primary-70"}})
    assert tokens.light["link-default"] == tokens.scales["primary-70"]


def test_another_brand_repaints_and_single_colours_stay():
    base = parse({"base": "county"})
    own = parse({"base": "county", "brand": "#7a1f3d", "dark": {"text-primary": "#ffffff"}})
    assert own.light["link-default"] != base.light["link-default"]
    assert own.dark["text-primary"] == "#ffffff"
    assert (own.radius, own.header) == (base.radius, base.header)


def test_a_row_from_before_documents_is_read_on():
    document = document_of("county", {"light": {"brand": "#123456"}})
    assert parse(document).light["button-primary-fill"] == "#123456"
    assert "--brand: #123456;" in stylesheet(parse(document))


def test_another_header_leaves_hand_mixed_colours_alone():
    base, own = parse({"base": "county"}), parse({"base": "county", "header": "solid"})
    changed = {role for role in ROLES if own.light[role] != base.light[role]}
    assert changed and all(role.startswith("header-") for role in changed)


def test_high_contrast_has_the_last_word_among_modes():
    css = stylesheet(parse({}))
    assert css.index(':root[data-mode="dark"]') < css.index(':root[data-mode="contrast"]')


def test_a_theme_comes_back_from_its_file_as_it_went():
    tokens = ordered(
        {
            "base": "county",
            "brand": "#123456",
            "official": True,
            "weight": 650,
            "dark": {"link-default": "#abcdef"},
        }
    )
    document = Document(name='하늘시 "봄" \\ 2027', tokens=tokens, emblem=b"<svg/>")
    assert load(dump(document)) == document


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hello", "no_toml"),
        ("[" * 5_000, "no_toml"),
        ("name = 'x'", "no_theme"),
        ("madang_theme = 9", "no_theme"),
        ("madang_theme = 1\ntokens = 3", "no_tokens"),
        ("madang_theme = 1\nname = ' '", "no_name"),
        ("madang_theme = 1\nname = 'x'\n[tokens]\nbrand = 'red'", "no_colour"),
        ("madang_theme = 1\nname = 'x'\n[emblem]\ncontent = '%%'", "no_emblem"),
        ("madang_theme = 1\nname = 'x'\n[emblem]\ncontent = 5", "no_emblem"),
        ("#" + "가" * 300_000, "too_large"),
    ],
)
def test_a_file_that_is_no_theme_is_refused_with_a_reason(text, code):
    with pytest.raises(BadToken) as refused:
        load(text)
    assert refused.value.code == code and str(refused.value)
