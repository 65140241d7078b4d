"""Components say what they mean to eyes and to ears."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from platform_core.ui.templatetags import ui


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def a_proposal(**said):
    plain = {
        "number": 7, "url": "/proposals/7/", "title": "막차 연장", "stage_kind": "gathering", "stage_label": "Gathering",
        "support_count": 27, "next_threshold": 50, "remaining": 23, "days_left": 12, "comment_count": 3, "author_name": "김서연",
    }  # fmt: skip
    return SimpleNamespace(**{**plain, **said})


def part(name, **context):
    return render_to_string(f"ui/components/{name}.html", context)


def test_progress_is_said_in_words_and_drawn_as_a_bar():
    html = part("progress", proposal=a_proposal(), words=True)
    assert "<strong>23 more supports</strong> and the department must answer." in html
    assert '<progress class="progress__bar" max="50" value="27"' in html
    assert "54%" in html


def test_the_bar_takes_no_thousands_separator():
    with override("ko"):
        html = part("progress", proposal=a_proposal(support_count=1204, next_threshold=5000, remaining=3796))
    assert 'max="5000" value="1204"' in html
    assert "<b>1,204</b>" in html


def test_a_reached_goal_asks_for_no_more():
    html = part("progress", proposal=a_proposal(support_count=50, remaining=0), words=True)
    assert "more support" not in html


def test_almost_there_is_not_there():
    assert ui.percent_of(999, 1000) == 99
    assert ui.percent_of(1001, 1000) == 100
    assert ui.percent_of(5, None) == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [(12, "12 days left"), (1, "1 day left"), (0, "Closes today"), (-1, "Closed"), (None, "")],
)
def test_days_left_are_words(days, words):
    assert ui.days_left_words(days) == words


def test_a_badge_is_never_a_colour_alone():
    html = ui.badge("Overdue", "overdue")
    assert "<svg" in html and "Overdue" in html


def test_a_card_escapes_what_people_typed():
    html = part("card", proposal=a_proposal(title="<script>alert(1)</script>"))
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_an_avatar_of_nobody_still_draws():
    assert "?" in ui.avatar("")
    assert "&lt;" in ui.avatar("<b>")


class TitleForm(forms.Form):
    title = forms.CharField(max_length=100, help_text="One sentence.")
    how = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    agree = forms.BooleanField()


def test_a_field_is_named_by_its_help_its_error_and_its_counter():
    html = render("{% field form.title %}", form=TitleForm({"title": ""}))
    assert 'aria-describedby="id_title_error id_title_help id_title_count"' in html
    assert 'aria-invalid="true"' in html
    for element in ("id_title_error", "id_title_help", "id_title_count"):
        assert f'id="{element}"' in html


def test_a_choice_of_buttons_is_a_group_with_a_legend():
    html = render("{% field form.how %}", form=TitleForm())
    assert "<fieldset" in html and "<legend" in html


def test_the_error_summary_leads_to_each_field():
    html = render("{% error_summary form %}", form=TitleForm({"title": ""}))
    assert 'href="#id_title"' in html and 'href="#id_agree"' in html
    assert "Please check 2 things" in html


def test_a_form_without_errors_has_no_summary():
    assert render("{% error_summary form %}", form=TitleForm()).strip() == ""


def test_a_refusal_stands_where_the_button_would_be():
    refused = SimpleNamespace(allowed=False, sentence="Support is closed.", what_next="Follow it.")
    html = part("support_button", verdict=refused)
    assert "disabled" in html and "Support is closed. Follow it." in html and "<form" not in html


def test_a_stranger_is_led_to_the_log_in():
    refused = SimpleNamespace(allowed=False, sentence="", what_next="")
    assert 'href="/login/"' in part("support_button", verdict=refused, login_url="/login/")


@pytest.mark.parametrize("page", ["ui/errors/429.html", "ui/offline.html"])
def test_a_page_for_bad_moments_needs_no_request_and_no_database(page):
    html = render_to_string(page, {})
    assert "<h1" in html and 'lang="' in html


def test_the_skip_link_comes_first_and_leads_to_the_content():
    html = render_to_string("ui/offline.html", {})
    body = html[html.index("<body") :]
    assert body.index("skip-link") < body.index("<header")
    assert 'href="#content"' in body and '<main id="content"' in body


def test_a_page_carries_its_token_for_htmx():
    request = RequestFactory().get("/")
    html = Template('{% extends "ui/plain_base.html" %}').render(
        Context({"csrf_token": "T0ken", "request": request})
    )
    assert """hx-headers='{"X-CSRFToken": "T0ken"}'""" in html
