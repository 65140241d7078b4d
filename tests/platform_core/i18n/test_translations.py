"""A small house with sentences of every sort, taken through update, check, compile and real templates."""

from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Engine
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext, trans_real

from platform_core.i18n.catalogue import compile_catalogues, read_catalogue, updated_text
from platform_core.i18n.findings import find_problems
from platform_core.i18n.sources import UnreadableSource, find_sentences, sentences_of

TEMPLATE = """{% load i18n %}
<h1>
    {% translate "A bench by the pond" %}
  {% blocktranslate trimmed with name=person %}
      {{ name }} supports
      this proposal.
  {% endblocktranslate %}
{% blocktranslate count days=days trimmed %}
   {{ days }} day left
{% plural %}
   {{ days }} days left
{% endblocktranslate %}{# Translators: a month, not permission #}
{% translate "May" context "month" %}{% translate "100% of the way" as all %}{{ all }}
<a title="{{ _('More') }}">{% blocktranslate context "lamp" %}It's "light": 50% {{ on }}{% endblocktranslate %}</a>
{% blocktranslate %}Two
lines{% endblocktranslate %}
{% comment %}{% translate "Never shown" %}{% endcomment %}
"""

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext_lazy, pgettext_lazy
LONG = _(
    "One sentence "
    "in two parts."
)
FORMAT = _("Moved to %(department)s.") % {"department": 1}
COUNT = ngettext_lazy("%(n)d voice", "%(n)d voices", "n")
CONTEXT = pgettext_lazy("verb", "Open")
not_one = gettext(variable) or _("")
"""

KOREAN = {
    "A bench by the pond": "연못가 의자",
    "%(name)s supports this proposal.": "%(name)s님이 이 제안에 공감합니다.",
    "%(days)s day left": "%(days)s일 남았습니다",
    "May": "5월",
    "100%% of the way": "100%% 왔습니다",
    "More": "더 보기",
    'It\'s "light": 50%% %(on)s': '"가볍습니다": 50%% %(on)s',
    "Two\nlines": "두\n줄",
    "One sentence in two parts.": "두 부분의 한 문장.",
    "Moved to %(department)s.": "%(department)s로 옮겼습니다.",
    "%(n)d voice": "목소리 %(n)d개",
    "Open": "열기",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "civic" / "templates").mkdir(parents=True)
    (tmp_path / "civic" / "tests").mkdir()
    (tmp_path / "ko" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "civic" / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "civic" / "words.py").write_text(CODE)
    (tmp_path / "civic" / "tests" / "test_words.py").write_text('_("Only in a test")')
    return tmp_path


def po(house: Path) -> Path:
    return house / "ko" / "LC_MESSAGES" / "django.po"


def update(house: Path) -> str:
    known = read_catalogue(po(house), "ko")
    po(house).write_text(updated_text(find_sentences(house, ("civic",)), known, "ko"))
    return po(house).read_text()


def translate(house: Path, korean: dict[str, str] = KOREAN) -> None:
    known = read_catalogue(po(house), "ko")
    for message in known:
        first = message.id[0] if isinstance(message.id, tuple) else message.id
        if first in korean:
            message.string = (korean[first],) if isinstance(message.id, tuple) else korean[first]
    po(house).write_text(updated_text(find_sentences(house, ("civic",)), known, "ko"))


def problems(house: Path) -> list[tuple[str, str]]:
    return [tuple(finding) for finding in find_problems(po(house), "ko", find_sentences(house, ("civic",)))]


def test_every_sentence_is_found_and_nothing_else(house):
    assert {key[1] for key in find_sentences(house, ("civic",))} == set(KOREAN)


def test_a_page_is_looked_up_by_the_very_sentences_found_in_it(house):
    update(house)
    translate(house)
    assert compile_catalogues(house) == [po(house).with_suffix(".mo")]
    with override_settings(LOCALE_PATHS=[str(house)]):
        trans_real._translations.clear()
        try:
            with translation.override("ko"):
                page = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(TEMPLATE)
                shown = page.render(Context({"person": "가람", "days": 3, "on": "켬"}))
                code = [pgettext("verb", "Open"), ngettext("%(n)d voice", "%(n)d voices", 5) % {"n": 5}]
                code.append(gettext("One sentence in two parts."))
        finally:
            trans_real._translations.clear()
    for sentence in [
        "연못가 의자",
        "가람님이 이 제안에 공감합니다.",
        "3일 남았습니다",
        "5월100% 왔습니다",
        "더 보기",
        '"가볍습니다": 50% 켬',
        "두\n줄",
    ]:
        assert sentence in shown
    assert code == ["열기", "목소리 5개", "두 부분의 한 문장."]


def test_korean_has_one_plural_and_no_dates_or_lines(house):
    text = update(house)
    assert "msgstr[0]" in text
    assert "msgstr[1]" not in text
    assert "Date" not in text
    assert "#: civic/templates/page.html\n" in text
    assert read_po(po(house).open("rb")).num_plurals == 1


def test_updating_again_changes_nothing_and_keeps_translations(house):
    update(house)
    translate(house)
    before = po(house).read_text()
    assert "연못가 의자" in before
    assert update(house) == before
    assert problems(house) == []


def test_a_new_sentence_changes_only_its_own_lines(house):
    update(house)
    translate(house)
    before = po(house).read_text().split("\n\n")
    (house / "civic" / "more.py").write_text('x = _("Late sentence")')
    after = update(house).split("\n\n")
    assert [entry for entry in after if entry not in before] == [
        '#: civic/more.py\nmsgid "Late sentence"\nmsgstr ""'
    ]
    assert problems(house) == [("untranslated", "Late sentence")]


def test_a_sentence_that_is_gone_leaves_the_catalogue(house):
    update(house)
    translate(house)
    (house / "civic" / "words.py").write_text("")
    assert ("obsolete", "Open") in problems(house)
    assert "열기" not in update(house)


def test_a_moved_sentence_makes_the_catalogue_out_of_date(house):
    update(house)
    translate(house)
    (house / "civic" / "words.py").rename(house / "civic" / "other.py")
    assert [kind for kind, _sentence in problems(house)] == ["out_of_date"]


@pytest.mark.parametrize(
    ("sentence", "korean", "kind"),
    [
        ("Moved to %(department)s.", "옮겼습니다.", "placeholders"),
        ("Moved to %(department)s.", "%(dept)s로 옮겼습니다.", "placeholders"),
        ("%(n)d voice", "목소리", "placeholders"),
        ("More", "<b>더</b>", "markup"),
        ("More", "더\n", "edges"),
        ("More", "", "untranslated"),
    ],
)
def test_wrong_translations_are_found(house, sentence, korean, kind):
    update(house)
    translate(house, {**KOREAN, sentence: korean})
    assert problems(house) == [(kind, sentence)]


def test_a_fuzzy_translation_is_found_and_not_compiled(house):
    update(house)
    translate(house)
    po(house).write_text(po(house).read_text().replace('msgid "More"', '#, fuzzy\nmsgid "More"'))
    assert problems(house) == [("fuzzy", "More")]
    compile_catalogues(house)
    assert GNUTranslations(po(house).with_suffix(".mo").open("rb")).gettext("More") == "More"


def test_old_entries_at_the_end_of_a_file_are_found_and_dropped(house):
    update(house)
    translate(house)
    po(house).write_text(po(house).read_text() + '\n#~ msgid "Long ago"\n#~ msgstr "옛날"\n')
    assert problems(house) == [("obsolete", "Long ago")]
    assert "Long ago" not in update(house)


def test_an_unchanged_catalogue_is_not_compiled_again(house):
    update(house)
    assert len(compile_catalogues(house)) == 1
    assert compile_catalogues(house) == []
    assert len(compile_catalogues(house, force=True)) == 1


def test_a_sentence_used_alone_and_counted_is_one_entry(house):
    (house / "civic" / "words.py").write_text('_("%(n)d tree")\nngettext("%(n)d tree", "%(n)d trees", n)')
    assert update(house).count('%(n)d tree"') == 1
    assert 'msgid_plural "%(n)d trees"' in po(house).read_text()


def test_a_source_that_cannot_be_read_is_named():
    with pytest.raises(UnreadableSource, match=r"civic/broken\.py"):
        list(sentences_of('if x:\n  _("a")\n _("b")', Path("broken.py"), "civic/broken.py"))
    with pytest.raises(UnreadableSource, match=r"page\.html"):
        list(
            sentences_of(
                "{% blocktranslate %}{% if x %}{% endblocktranslate %}", Path("page.html"), "civic/page.html"
            )
        )
