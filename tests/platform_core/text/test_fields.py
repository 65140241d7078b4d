import time

import pytest
from django import forms
from django.utils import translation

from platform_core.text.fields import LineField, TextField


class Letter(forms.Form):
    title = LineField(max_characters=10, min_characters=2)
    body = TextField(max_characters=1000, required=False)


def errors_of(**data: str) -> dict[str, list[str]]:
    form = Letter(data={"title": "공원에 의자를", **data})
    return {name: [error.code for error in found] for name, found in form.errors.as_data().items()}


def test_a_clean_letter_passes_cleaned():
    form = Letter(data={"title": "  공원\u200b에\n의자를 ", "body": "첫째\r\n둘째"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": "공원에 의자를", "body": "첫째\n둘째"}


def test_ten_family_emoji_are_ten_characters():
    assert errors_of(title="👍🏽" * 10) == {}
    assert errors_of(title="👍🏽" * 11) == {"title": ["too_long"]}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("가" * 11, "too_long"),
        ("가", "too_short"),
        ("\u200b \u3164", "required"),
        ("", "required"),
        ("가\x00나", "null_character"),
        ("가\ud800나", "broken_character"),
        ("가" * 5000, "far_too_long"),
    ],
)
def test_what_is_wrong_is_said(title, code):
    assert errors_of(title=title) == {"title": [code]}


def test_the_sentence_names_both_numbers():
    with translation.override("en"):
        form = Letter(data={"title": "가" * 12})
        assert form.errors["title"] == ["Please shorten this to 10 characters. It has 12 now."]


def test_ten_megabytes_are_refused_at_once():
    start = time.process_time()
    assert errors_of(body="가" * 10_000_000) == {"body": ["far_too_long"]}
    assert time.process_time() - start < 0.5


def test_the_page_gets_a_limit_to_count_but_no_maxlength():
    html = str(Letter()["title"])
    assert 'data-limit="10"' in html
    assert "maxlength" not in html
