"""Each institution speaks the languages it chose; what is not translated is read in its first."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from civic.categories.actions import change_category
from civic.categories.models import Category
from civic.journeys.describe import choose_languages
from civic.people.models import Role
from civic.portal.choices import categories, forget_choices, processes, version_choice
from civic.processes.designing import read as read_design
from civic.processes.models import Process
from civic.processes.queries import PROPOSALS
from platform_core.access import Refused
from tenants.context import public
from tenants.models import Institution
from tenants.queries import forget_hosts

# Left and right are where a sentence begins or ends only in half of the world.
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)"
)


@pytest.fixture
def administrator(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR)


def test_an_administrator_chooses_and_visitors_hear_it_first(haneul, visit, administrator):
    desk, form = visit(haneul, as_=administrator), reverse("desk:languages")
    wrong = desk.post(form, {"spoken": ["ko"], "first": "en"})
    assert wrong.status_code == 422 and "checked" in wrong.content.decode()
    assert desk.post(form, {"spoken": ["ko", "en"], "first": "en"}).status_code == 302
    with public():
        assert Institution.objects.get(pk=haneul.pk).languages == ["en", "ko"]
    forget_hosts()
    stranger = visit(haneul)
    assert '<html lang="en" dir="ltr"' in stranger.get("/").content.decode()
    stranger.post("/display/", {"language": "ko"})
    assert '<html lang="ko" dir="ltr"' in stranger.get("/").content.decode()


def test_a_language_given_up_is_not_spoken_to_those_who_chose_it(haneul, visit, administrator):
    choose_languages(languages=["ko"], by=administrator, at=timezone.now())
    forget_hosts()
    stranger = visit(haneul)
    stranger.cookies["language"] = "en"
    assert '<html lang="ko"' in stranger.get("/").content.decode()


@pytest.mark.parametrize("languages", [[], ["fr"], ["ko", "ko"]])
def test_languages_without_sentences_are_refused(haneul, administrator, languages):
    with pytest.raises(Refused):
        choose_languages(languages=languages, by=administrator, at=timezone.now())


def test_a_category_is_named_in_the_readers_language_or_in_the_first(
    haneul, visit, administrator, make_proposal
):
    parks, roads = Category.objects.order_by("position")[:2]
    change_category(
        category=parks, name="공원길", names={"en": "Park paths"}, is_shown=True, default_department=None,
        by=administrator, at=timezone.now(),
    )  # fmt: skip
    forget_choices()
    with translation.override("en"):
        assert categories().by_id[parks.pk].name == "Park paths"
        assert categories().by_id[roads.pk].name == roads.name
    with translation.override("ko"):
        assert categories().by_id[parks.pk].name == "공원길"
    reader = visit(haneul)
    reader.cookies["language"] = "en"
    parks.refresh_from_db()
    named = make_proposal("길", category=parks)
    unnamed = make_proposal("차", category=roads)
    assert ">Park paths</a>" in reader.get(f"/proposals/{named.pk}/").content.decode()
    # Read aloud as Korean, and seen to be: on its page, on cards, and where only text may stand.
    marked = f'<span lang="ko">{roads.name}</span> <small>('
    assert marked in reader.get(f"/proposals/{unnamed.pk}/").content.decode()
    with translation.override("en"):
        listed, chosen = reader.get("/proposals/").content.decode(), str(roads)
    assert listed.count(marked) == 1 and "Park paths" in listed and f">{chosen}</option>" in listed
    assert roads.name in chosen != roads.name
    assert str(roads) == roads.name and marked not in visit(haneul).get("/proposals/").content.decode()


def test_a_moderator_names_a_category_in_each_language(haneul, visit, administrator):
    desk, category = visit(haneul, as_=administrator), Category.objects.first()
    page = reverse("desk:category", args=[category.pk])
    assert 'name="name_en"' in desk.get(page).content.decode()
    desk.post(page, {"name": category.name, "name_en": "Paths", "is_shown": "on"})
    category.refresh_from_db()
    assert category.names == {"en": "Paths"}


def test_a_process_is_called_and_told_in_the_readers_language_or_in_the_first(haneul, visit, administrator):
    """At the desk as in a city's design, and read in both languages."""
    desk, process = visit(haneul, as_=administrator), Process.objects.get(key=PROPOSALS)
    page = reverse("desk:rules_process", args=[process.pk])
    said = {
        "name": "시민의 생각",
        "summary": "누구나 씁니다.",
        "name_en": "Citizens’ ideas",
        "summary_en": "",
    }
    assert desk.post(page, {**said, "name_en": "x" * 41}).status_code == 422
    assert desk.post(page, said).status_code == 302
    process.refresh_from_db()
    assert (process.names, process.summaries) == ({"en": "Citizens’ ideas"}, {})
    forget_choices()
    korean, reader = visit(haneul), visit(haneul)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        assert processes().by_id[process.pk].name == version_choice(process.current_version_id).process.name
        assert processes().by_id[process.pk].name == "Citizens’ ideas"
    assert ">시민의 생각</h2>" in korean.get("/how/").content.decode()
    page = reader.get("/how/").content.decode()
    assert ">Citizens’ ideas</h2>" in page and '<span lang="ko">누구나 씁니다.</span>' in page
    (row,) = [one for one in read_design(haneul) if one["key"] == PROPOSALS]
    assert (row["name"], row["names"]) == ("시민의 생각", {"en": "Citizens’ ideas"})


def test_styles_know_no_left_and_right():
    root = Path(settings.BASE_DIR)
    sheets = [
        sheet
        for room in ("civic", "platform_core", "themes")
        for sheet in (root / room).rglob("*.css")
        if "vendor" not in sheet.parts and "documents" not in sheet.parts and "print" not in sheet.name
    ]
    found = {
        str(sheet.relative_to(root)): match[0]
        for sheet in sheets
        for match in [
            PHYSICAL.search(re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S))
        ]
        if match
    }
    assert found == {} and len(sheets) > 10


def test_a_page_from_right_to_left_says_so(haneul, visit, monkeypatch):
    """No language of ours is one: Korean is said to be for a moment."""
    monkeypatch.setattr(settings, "LANGUAGES_BIDI", ["ko"])
    assert '<html lang="ko" dir="rtl"' in visit(haneul).get("/answers/").content.decode()
