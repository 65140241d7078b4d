"""Of a drawing somebody sends only shapes and colours stay; what could act is refused, whatever it is dressed as."""

import time

import pytest

from platform_core.files.refusal import RefusedFile
from platform_core.files.svg import safe_svg

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 48 48">'
)


def written(inside, head=HEAD):
    return safe_svg(f"{head}{inside}</svg>".encode()).text


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        "<metadata><script>alert(1)</script></metadata>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<g OnClick="alert(1)"/>',
        '<a href="javascript:alert(1)"><path d="M0 0h9"/></a>',
        '<a xlink:href="https://evil.example"><path d="M0 0h9"/></a>',
        '<use href="#self"/>',
        '<use xlink:href="https://evil.example/x.svg#a"/>',
        '<image href="https://evil.example/pixel.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        "<foreignObject><iframe/></foreignObject>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<path d="M0 0" style="fill:url(https://evil.example/#a)"/>',
        '<path d="M0 0" fill="url(//evil.example#a)"/>',
        '<path d="M0 0" fill="url( \'data:,x\' )"/>',
        "<style>@import 'https://evil.example/x.css';</style>",
        "<style>.a{fill:url(https://evil.example)}</style>",
        "<style>@font-face{font-family:x;src:url(data:font/woff2,x)}</style>",
        '<linearGradient id="a" href="https://evil.example#b"/>',
        "<text>글자</text>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
    ],
)
def test_what_could_act_or_call_is_refused_with_a_sentence(inside):
    with pytest.raises(RefusedFile) as refused:
        written(inside)
    assert refused.value.code == "svg_acts" and "PNG" in refused.value.sentence


@pytest.mark.parametrize(
    "document",
    [
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}&a;</svg>',
        f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{HEAD}</svg>',
        "<html><body/></html>",
        "<svg",
        "",
        "\x00",
        '<svg viewBox="0 0 0 48"/>',
        '<svg viewBox="nan nan inf 1e999"/>',
        "<svg/>",
        HEAD + "<g>" * 40 + "</g>" * 40 + "</svg>",
        HEAD + "<g/>" * 6_000 + "</svg>",
        HEAD + " " * 600_000 + "</svg>",
    ],
)
def test_what_is_no_drawing_or_too_much_of_one_is_refused(document):
    with pytest.raises(RefusedFile):
        safe_svg(document.encode())
    with pytest.raises(RefusedFile):
        safe_svg(document.encode("utf-16"))


def test_a_drawing_keeps_its_shapes_and_colours():
    text = written(
        '<title>하늘시</title><sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/x"/>'
        "<style>.cls-1, .cls-2 { fill: #1759d6 } .cls-2 { opacity: .5; filter: drop-shadow(0 0 9px red) }</style>"
        '<defs><linearGradient id="g"><stop offset="10%" style="stop-color:#fff"/></linearGradient></defs>'
        '<g transform="translate(1 2)"><path class="cls-2" d="M0 0h9v9Z" stroke-width="2px"/></g>'
        '<circle cx="9" cy="9" r="4" fill="url(#g)" data-name="x"/><rect width="9" height="9" fill="url(#none)"/>'
    )
    assert 'fill="#1759d6" opacity=".5"' in text or ('fill="#1759d6"' in text and 'opacity=".5"' in text)
    assert 'transform="translate(1 2)"' in text and 'fill="url(#g)"' in text and 'stop-color="#fff"' in text
    assert 'fill="none"' in text
    for gone in ("title", "sodipodi", "style", "class", "filter", "data-name"):
        assert gone not in text


def test_what_is_written_is_written_the_same_again():
    text = written('<g fill="#123456"><path d="M1 1L9 9Z"/></g>')
    assert safe_svg(text.encode()).text == text


def test_a_drawing_made_to_be_slow_is_quick():
    slow = (
        f'<path d="{"1" * 90_000}x"/><path stroke-dasharray="{"1" * 90_000}x"/><path points="{"1 " * 40_000}x"/>'
        f'<g transform="{"scale(1" * 9_000}"/><path fill="{"a" * 90_000}"/>'
    )
    began = time.process_time()
    written(slow)
    with pytest.raises(RefusedFile):
        written(f"<style>{'/*' * 40_000}</style>")
    assert time.process_time() - began < 2
