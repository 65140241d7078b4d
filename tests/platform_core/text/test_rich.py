import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_core.text.normalise import UncleanText
from platform_core.text.rich import excerpt, plain_text, render_markdown, sanitise_html

REL = 'rel="nofollow ugc noopener"'


def body(text: str) -> str:
    return render_markdown(text).replace("\n", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("첫 줄\n둘째 줄\n\n새 문단", "<p>첫 줄<br>둘째 줄</p><p>새 문단</p>"),
        ("**굵게** *기울여*", "<p><strong>굵게</strong> <em>기울여</em></p>"),
        ("그것은 **‘함께’**라는 말", "<p>그것은 <strong>‘함께’</strong>라는 말</p>"),
        ("**(안)**을 낸다", "<p><strong>(안)</strong>을 낸다</p>"),
        ("# 제목\n글", "<h3>제목</h3><p>글</p>"),
        ("#해시태그", "<p>#해시태그</p>"),
        ("- 하나\n- 둘", "<ul><li>하나</li><li>둘</li></ul>"),
        ("3. 셋\n4. 넷", '<ol start="3"><li>셋</li><li>넷</li></ol>'),
        ("> 옮긴 말", "<blockquote><p>옮긴 말</p></blockquote>"),
    ],
)
def test_light_markdown_is_shown(typed, shown):
    assert body(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "반가워요~~ 또 봐요~~",
        "2026. 6. 3. 투표하는 날",
        "2027. 새해 계획",
        "[참고]: 시청 누리집",
        "밑줄\n=====",
        "값은 &lt;3 &amp; 5입니다",
        "10~20명, a_b_c",
        "    들여 쓴 줄",
    ],
)
def test_people_who_know_no_markdown_see_what_they_typed(typed):
    assert plain_text(render_markdown(typed)) == typed.strip()


def test_html_typed_by_a_citizen_is_shown_not_obeyed():
    assert (
        body("<b>굵게</b><script>alert(1)</script>")
        == "<p>&lt;b&gt;굵게&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize(
    ("sentence", "address", "text"),
    [
        ("https://city.example/a에서 봤다", "https://city.example/a", "https://city.example/a"),
        ("(https://city.example/a_(b))", "https://city.example/a_(b)", "https://city.example/a_(b)"),
        ("www.city.example.", "https://www.city.example", "www.city.example"),
        (
            "누리집https://city.example/길?a=1&b=2, 참고",
            "https://city.example/길?a=1&amp;b=2",
            "https://city.example/길?a=1&amp;b=2",
        ),
        ("[공지](https://city.example/n)", "https://city.example/n", "공지"),
        ("‘https://city.example’", "https://city.example", "https://city.example"),
    ],
)
def test_addresses_become_links_without_their_particles(sentence, address, text):
    assert f'<a href="{address}" {REL}>{text}</a>' in body(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["mail@www.city.example", "ftp://city.example", "[나쁨](javascript:alert(1))", "a.kr", "https://"],
)
def test_other_things_do_not_become_links(sentence):
    assert "<a" not in body(sentence)


def test_what_an_editor_writes_is_kept():
    written = "<div>하나<br>둘</div><ul><li>셋</li></ul><ol><li>넷</li></ol><blockquote>다섯</blockquote><h2>여섯</h2><h3>일곱</h3>"
    assert sanitise_html(written) == written
    assert (
        sanitise_html("<b>가</b><i>나</i><s>다</s><h1>라</h1>")
        == "<strong>가</strong><em>나</em><del>다</del><h2>라</h2>"
    )
    assert sanitise_html("<p style='color:red' class=x onclick=y id=z>글</p>") == "<p>글</p>"


def test_hidden_characters_are_taken_out_of_html_too():
    assert sanitise_html("<p>안&#8203;전\u202e한&#x202E; 길</p>") == "<p>안전한 길</p>"


@given(st.text(st.sampled_from("<>/ab=\"' &;pdiv#1\n가\u0338https:.kw"), max_size=60))
def test_cleaning_clean_html_changes_nothing(html):
    once = sanitise_html(html)
    assert sanitise_html(once) == once


@given(st.text(st.sampled_from("*_[]()#>-+1. \n가a<&\\!`~|https:/w.kr"), max_size=60))
def test_rendered_text_is_already_clean(text):
    rendered = render_markdown(text)
    assert sanitise_html(rendered) == rendered


@pytest.mark.parametrize(
    ("html", "code"),
    [("<div>" * 2000, "too_tangled"), ("가" * 500_000, "far_too_long"), ("<p>\x00</p>", "null_character")],
)
def test_unreasonable_html_is_refused_quickly(html, code):
    start = time.process_time()
    with pytest.raises(UncleanText) as refusal:
        sanitise_html(html)
    assert refusal.value.code == code
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "**가",
        "*a _b ",
        "> ",
        "- ",
        "1. ",
        "![](",
        "<a",
        "www.",
        "https://a.b/",
        "\\",
        "# \n",
        "(",
        "<p>",
        "<b>x</b>",
    ],
)
def test_hostile_text_costs_little(piece):
    start = time.process_time()
    render_markdown((piece * 20_000)[:20_000])
    assert time.process_time() - start < 1


READ = """<h2>제목</h2><p>첫&nbsp;문단<br>둘째 줄 &lt;3</p><ul><li>가<ul><li>나</li></ul></li><li>다</li></ul>
<ol start="3"><li>셋</li><li>넷</li></ol><div>한 줄</div><div><br></div><div>끝 <a href="https://city.example/a">여기</a></div>"""


def test_plain_text_keeps_paragraphs_and_lists():
    assert (
        plain_text(READ)
        == "제목\n\n첫 문단\n둘째 줄 <3\n\n- 가\n  - 나\n- 다\n\n3. 셋\n4. 넷\n\n한 줄\n\n끝 여기"
    )


def test_plain_text_for_mail_shows_where_links_lead():
    assert plain_text(READ, show_links=True).endswith("끝 여기 (https://city.example/a)")
    assert plain_text(sanitise_html("www.city.example"), show_links=True) == "www.city.example"


def test_an_excerpt_is_one_line_cut_between_words():
    assert (
        excerpt("<p>강변 산책로에</p><p>의자를 더 놓아 주세요</p>", 100)
        == "강변 산책로에 의자를 더 놓아 주세요"
    )
    assert excerpt("<p>강변 산책로에 의자를 더 놓아 주세요</p>", 14) == "강변 산책로에 의자를 더…"
    assert excerpt(f"<p>{'가' * 300}</p>", 10) == "가" * 9 + "…"
    assert excerpt("<ul><li>하나</li><li>둘</li></ul>") == "하나 둘"
    assert excerpt("") == ""
