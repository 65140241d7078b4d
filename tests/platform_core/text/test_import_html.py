import time

import pytest

from platform_core.text.import_html import import_html
from platform_core.text.normalise import UncleanText
from platform_core.text.rich import plain_text, sanitise_html

HANGUL_LINE = 'class="0" style="mso-pagination: none; text-autospace:; mso-padding-alt: 0pt 0pt 0pt 0pt;"'
EMPTY_HANGUL_LINE = f"<p {HANGUL_LINE}>  <!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->  <o:p></o:p></p>"


def hangul(text: str) -> str:
    return (
        f'<p {HANGUL_LINE}><span style="font-family:함초롬바탕;mso-fareast-font-family:함초롬바탕;">{text}</span>'
        '<span lang="EN-US" style="letter-spacing:0pt;mso-font-width:100%;">.</span></p>'
    )


def kinds(source: str) -> list[str]:
    return [note.kind for note in import_html(source).notes]


def test_a_page_pasted_from_hangul_reads_as_it_was_written():
    source = (
        "<!--StartFragment-->"
        + hangul("연못가에 그늘이 없습니다")
        + hangul("나무를 심읍시다")
        + EMPTY_HANGUL_LINE * 3
        + hangul("고맙습니다")
    )
    imported = import_html(source)
    assert imported.html == "<p>연못가에 그늘이 없습니다.<br>나무를 심읍시다.</p><p>고맙습니다.</p>"
    assert kinds(source) == [
        "word_processor_markup_removed",
        "fonts_and_colours_removed",
        "empty_lines_collapsed",
    ]


def test_a_page_pasted_from_word_reads_as_it_was_written():
    source = (
        '<?xml:namespace prefix = "o" /><p class="MsoNormal" style="margin:0cm"><b><span style="font-size:14pt;'
        'color:#0070c0">달빛 도서관<o:p></o:p></span></b></p><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->'
        '<p class="MsoNormal"><font face="굴림" size=2>밤 열 시까지 열어 주세요.</font></p>'
    )
    assert import_html(source).html == "<p><strong>달빛 도서관</strong></p><p>밤 열 시까지 열어 주세요.</p>"


def test_the_data_hangul_hides_in_a_comment_is_dropped_even_when_it_never_ends():
    source = '<div class="hwp_editor_board_content" data-hjsonver="1.0"><!--[data-hwpjson]{"documentPr": {"dn": "<p>x</p>"'
    assert import_html(f"<p>앞 글</p>{source}").html == "<p>앞 글</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("첫 줄\n둘째 줄\n\n\n새 문단", "<p>첫 줄<br>둘째 줄</p><p>새 문단</p>"),
        ("줄&nbsp;하나 &lt;둘&gt;", "<p>줄 하나 &lt;둘&gt;</p>"),
        ("가<br>나<br><br>다", "<p>가<br>나</p><p>다</p>"),
        ("<b>가<br></b><br>나", "<p><strong>가<br></strong></p><p>나</p>"),
        ("<div>가</div><div>나</div><div><br></div><div>다</div>", "<p>가<br>나</p><p>다</p>"),
        ("<p>가</p>\n\n<p>나</p>", "<p>가</p><p>나</p>"),
        ("<b><p>가</p><p>나</p></b>", "<p><strong>가</strong></p><p><strong>나</strong></p>"),
        ("<p>줄\n바꿈은 빈칸</p>", "<p>줄 바꿈은 빈칸</p>"),
        ("<h1>큰</h1><h5>작은</h5>글", "<h3>큰</h3><h3>작은</h3><p>글</p>"),
        ("<ul><li><p>하나</p></li><li>둘<br>두 줄</li></ul>", "<ul><li>하나</li><li>둘<br>두 줄</li></ul>"),
        ("<ol><li>하나<li>둘</ol>끝", "<ol><li>하나</li><li>둘</li></ol><p>끝</p>"),
        ("<blockquote><p>옮긴</p><p>말</p></blockquote>", "<blockquote>옮긴<br>말</blockquote>"),
        ("<p>&#65279;</p><p>\u200b</p><p>글</p>", "<p>글</p>"),
        (
            "넓이 30m<sup>2</sup> <u>밑줄</u><strike>지움</strike>",
            "<p>넓이 30m<sup>2</sup> 밑줄<del>지움</del></p>",
        ),
        ("<A안>과 <B안> 가운데", "<p>&lt;A안&gt;과 &lt;B안&gt; 가운데</p>"),
        ("", ""),
        ("<p>&nbsp;</p><br>", ""),
    ],
)
def test_what_was_seen_is_what_is_kept(source, html):
    assert import_html(source).html == html


def test_pictures_are_left_out_and_their_addresses_noted():
    source = (
        '<p><img src="/upload/a.jpg" alt="약도"> 여기</p><v:imagedata src="file:///C:/b.png"></v:imagedata>'
    )
    imported = import_html(source)
    assert imported.html == "<p>[약도] 여기</p>"
    [note] = [note for note in imported.notes if note.kind == "images_left_out"]
    assert (note.count, set(note.details)) == (2, {"/upload/a.jpg", "file:///C:/b.png"})
    assert note.sentence


def test_a_table_under_headings_becomes_a_list_of_rows():
    source = (
        '<table class="MsoTableGrid" border=1><tr><th>동네</th><th>의자</th></tr>'
        "<tr><td><p>강변동</p></td><td>3개</td></tr><tr><td>숲동</td><td></td></tr></table>"
    )
    assert import_html(source).html == "<ul><li>동네: 강변동 · 의자: 3개</li><li>동네: 숲동</li></ul>"
    assert "tables_flattened" in kinds(source)


def test_a_row_that_begins_with_a_heading_keeps_it():
    assert import_html("<table><tr><th>기대 효과</th><td>쉼터가 는다</td></tr></table>").html == (
        "<ul><li><strong>기대 효과</strong>: 쉼터가 는다</li></ul>"
    )


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td><p>가</p><p>나</p></td></tr></table>",
        "<table><tr><td><table><tr><td><p>가</p></td></tr><tr><td>나</td></tr></table></td></tr></table>",
        "<table><tr><td></td><td><p>가</p><p>나</p></td></tr></table>",
    ],
)
def test_a_table_that_only_places_text_dissolves(source):
    assert import_html(source).html == "<p>가</p><p>나</p>"


def test_a_lone_heading_row_is_not_lost():
    assert import_html("<table><tr><th>가</th><th>나</th></tr></table>").html == "<ul><li>가 · 나</li></ul>"


def test_bare_addresses_become_links_and_unsafe_ones_lose_theirs():
    imported = import_html(
        'https://city.example/a 참고 <a href="javascript:x()">나쁨</a> <a href="/board/1">글</a>'
    )
    assert imported.html == (
        '<p><a href="https://city.example/a" rel="nofollow ugc noopener">https://city.example/a</a> 참고 나쁨 글</p>'
    )
    assert {note.kind: note.count for note in imported.notes} == {"links_left_out": 2, "addresses_linked": 1}


def test_scripts_forms_and_hidden_text_are_left_out():
    source = '<p>글</p><script>x()</script><div style="color:red;display : none"><div>숨음</div>도</div><select><option>가</select><p>끝</p>'
    assert import_html(source).html == "<p>글</p><p>끝</p>"
    assert {"active_content_left_out", "hidden_text_left_out"} <= set(kinds(source))


def test_a_source_cut_off_in_a_tag_loses_only_the_torn_end():
    source = '<p>온전한 문장.</p><p style="mso-pagination: no'
    assert import_html(source).html == "<p>온전한 문장.</p>"
    assert "cut_off" in kinds(source)


def test_a_tangle_keeps_its_text_and_costs_little():
    start = time.process_time()
    imported = import_html("<div><b>" * 50_000 + "글")
    assert plain_text(imported.html) == "글"
    assert imported.notes[0].kind == "too_tangled"
    assert time.process_time() - start < 2


def test_broken_characters_are_refused():
    with pytest.raises(UncleanText):
        import_html("<p>\x00</p>")
    with pytest.raises(ValueError, match="more than"):
        import_html("가" * 2_000_001)


def test_what_is_imported_is_already_clean():
    source = "<ul><li>가<ul><li>나</ul></ul><h4>다</h4>www.city.example <b>라<br><br>마</b><hr>"
    html = import_html(source).html
    assert sanitise_html(html) == html


def test_two_thousand_pasted_pages_take_seconds():
    page = "<!--StartFragment-->" + (hangul("연못가에 그늘이 없습니다") + EMPTY_HANGUL_LINE) * 8
    start = time.process_time()
    for _number in range(500):
        import_html(page)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "piece",
    ["<a style=", " style=x", "<b></b><br>", "<li>", "&nbsp; ", "<!--", "<td>x", " onx", "<br>", "<A안"],
)
def test_a_hostile_page_costs_little(piece):
    start = time.process_time()
    import_html("<p " + piece * (100_000 // len(piece)) + ">x")
    assert time.process_time() - start < 3
