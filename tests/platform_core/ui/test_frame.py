"""The frame is drawn once and kept, yet never shows one institution's or one visitor's words to another."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from platform_core.ui.context import ui
from platform_core.ui.frame import kept_part

STRANGER = SimpleNamespace(is_authenticated=False)


def page(name="하늘시", address="/proposals/", **context):
    request = RequestFactory().get(address)
    request.tenant = SimpleNamespace(name=name)
    return render_to_string("ui/portal_base.html", {**ui(request), "user": STRANGER, **context})


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_two_institutions_wear_their_own_names():
    assert "<strong>하늘시</strong>" in page("하늘시")
    other = page("바다군")
    assert "<strong>바다군</strong>" in other and "하늘시" not in other


def test_a_kept_part_is_drawn_in_the_language_of_the_moment():
    with override("en"):
        english_words = kept_part("ui/frame/skip_link.html", {})
    assert kept_part("ui/frame/skip_link.html", {}) is english_words
    with override("ko"):
        assert kept_part("ui/frame/skip_link.html", {}) is not english_words


def test_the_log_in_link_brings_back_to_this_very_page():
    html = page(address='/proposals/?q="><script>')
    assert "__here__" not in html
    assert "?next=/proposals/%3Fq%3D" in html
    assert "<script>" not in html.split("<body", 1)[1]


def test_the_menu_marks_where_we_are():
    html = page(section="guide")
    assert html.count('aria-current="page"') == 2  # once in each menu; the thumb bar has no such link
    assert 'aria-current="page"' not in page()


def test_the_number_of_news_is_the_persons_own():
    citizen = SimpleNamespace(is_authenticated=True, name="김서연")
    assert "3 new notifications" in page(user=citizen, unread_count=3)
    assert "new notification" not in page(user=citizen, unread_count=0)
    assert "new notification" not in page()


def test_the_switch_shows_what_is_chosen():
    request = RequestFactory().get("/", headers={"cookie": "madang_mode=dark; madang_size=large"})
    html = render_to_string("ui/portal_base.html", {**ui(request), "user": STRANGER})
    assert 'data-mode="dark" data-size="large"' in html
    assert 'value="dark" aria-pressed="true"' in html
    assert 'value="auto" aria-pressed="false"' in html


def test_every_switch_points_at_the_one_form():
    html = page()
    assert html.count('id="display-form"') == 1
    assert 'name="next" value="/proposals/"' in html
