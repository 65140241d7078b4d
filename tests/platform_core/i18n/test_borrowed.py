"""Sentences of Django and allauth that we say in our own voice."""

from gettext import GNUTranslations
from pathlib import Path

import allauth
import django
import pytest
from django.contrib import auth
from django.utils import translation
from django.utils.translation import gettext

from platform_core.i18n.borrowed import SENTENCES

THEIRS = (
    Path(django.__file__).parent / "conf" / "locale",
    Path(auth.__file__).parent / "locale",
    Path(allauth.__file__).parent / "locale",
)


def sentences_in(locale: Path) -> set[str]:
    with (locale / "ko" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        return set(GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]


def test_each_borrowed_sentence_is_still_theirs_to_the_letter():
    theirs = set[str]().union(*map(sentences_in, THEIRS))
    assert set(SENTENCES) <= theirs


@pytest.mark.parametrize("sentence", ["This field is required.", "This password is too common."])
def test_our_words_come_before_theirs(sentence):
    with translation.override("ko"):
        assert gettext(sentence) in {"이 칸을 채워 주세요.", "너무 흔한 비밀번호입니다."}
