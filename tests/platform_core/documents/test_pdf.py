"""HTML becomes a document: in Korean, tagged, with nothing from outside; and a plain word where it cannot."""

import ctypes
import io
import json

import pytest
from PIL import Image

from platform_core.documents import pdf
from platform_core.documents.cast import CAST_FROM
from platform_core.documents.fetching import NOWHERE, House, NotOurs
from platform_core.documents.letterhead import INK, Letterhead, on_paper
from platform_core.documents.pdf import NoPdfHere, pdf_is_here, render_pdf
from platform_core.ui.vendor.copy import MANIFEST
from tests.platform_core.documents.pictures import ONE_PIXEL
from tests.platform_core.documents.reading import is_tagged, text_of, title_of

needs_pango = pytest.mark.skipif(not pdf_is_here(), reason=str(NoPdfHere()))
WORDS = "<p>난임 시술 지원, <b>찬성 5,007명</b> (97.3%) — 「하늘시가 묻습니다」 ① 뷁</p>"


def page(body: str) -> str:
    return f'<!doctype html><html lang="ko"><title>결과</title><body>{body}</body></html>'


@needs_pango
def test_korean_words_can_be_found_in_a_document() -> None:
    made = render_pdf(page(WORDS), title="결과 보고")

    assert made.startswith(b"%PDF-")
    assert "난임시술지원,찬성5,007명(97.3%)—「하늘시가묻습니다」" in text_of(made)


@needs_pango
def test_a_document_is_tagged_for_screen_readers_and_has_its_title() -> None:
    made = render_pdf(page(WORDS), title="결과 보고")

    assert is_tagged(made)
    assert title_of(made) == "결과 보고"


@needs_pango
def test_a_page_is_numbered_in_our_own_font() -> None:
    assert "1/2" in text_of(render_pdf(page('<p>가</p><p class="new-page">나</p>'), title="두 쪽"))


@needs_pango
def test_whoever_waits_hears_how_far_it_has_come() -> None:
    heard: list[tuple[int, int]] = []

    render_pdf(page(WORDS), title="결과", progress=lambda done, total: heard.append((done, total)))

    assert heard == sorted(heard)
    assert heard[0][0] < heard[-1][0] <= heard[-1][1]


@needs_pango
def test_an_image_that_was_given_is_drawn() -> None:
    html = page('<img src="given:picture" alt="그림">')

    assert b"/Image" in render_pdf(html, title="그림", images={"picture": ONE_PIXEL})


@needs_pango
def test_a_document_is_made_without_what_it_may_not_fetch() -> None:
    html = page('<img src="https://elsewhere.example/a.png" alt="밖의 그림"><img src="file:///etc/hostname">')

    assert "밖의그림" in text_of(render_pdf(html, title="밖"))


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/static/ui/madang.css",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://elsewhere.example/a",
        f"{NOWHERE}media/secret.png",
        f"{NOWHERE}static/../settings.py",
        f"{NOWHERE}static/%2e%2e/%2e%2e/manage.py",
        "given:not-given",
        "house-font:../cast",
        "data:text/html,<b>x</b>",
    ],
)
def test_nothing_from_outside_the_house_is_read(url: str) -> None:
    with pytest.raises(NotOurs):
        House({}, NOWHERE)._read(url)


def test_a_static_file_of_ours_is_read() -> None:
    assert b"@layer" in House({}, NOWHERE)._read(f"{NOWHERE}static/ui/madang.css")


def test_a_fresh_machine_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", missing)

    assert not pdf_is_here()
    with pytest.raises(NoPdfHere, match="apt-get install libpango-1.0-0"):
        render_pdf(page(WORDS), title="결과")


def test_pages_can_ask_for_documents_without_loading_what_draws_them() -> None:
    assert "weasyprint" not in vars(pdf)


def test_the_fonts_on_paper_are_cast_from_the_version_that_headings_are_cut_from() -> None:
    published = json.loads(MANIFEST.read_text())["pretendard-gov"]
    assert CAST_FROM.read_text().strip() == published["cast_from"], (
        "run: python -m platform_core.documents.cast"
    )


def test_a_colour_that_is_none_does_not_get_into_the_stylesheet() -> None:
    assert Letterhead(name="하늘시", colour="red;}body{display:none").colour == INK


@pytest.mark.django_db
def test_paper_carries_the_name_and_colour_of_its_institution(haneul, bada) -> None:  # type: ignore[no-untyped-def]
    from django_tenants.utils import tenant_context

    with tenant_context(haneul):
        here = on_paper("documents/base.html", {})
    with tenant_context(bada):
        there = on_paper("documents/base.html", {})

    assert haneul.name in here and bada.name not in here
    assert bada.name in there


@needs_pango
def test_half_a_picture_stays_half_a_picture_after_a_document_was_drawn() -> None:
    render_pdf(page("<p>글</p>"), title="글")
    half = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(half, "PNG")
    with pytest.raises(OSError):
        Image.open(io.BytesIO(half.getvalue()[:2_000])).load()
