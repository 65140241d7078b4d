"""Categories and the home page's own words, looked after from the desk."""

import pytest
from django.db import connection

from civic.categories.models import Category
from platform_core.events.models import Event
from tenants.context import public
from tenants.models import Institution


def test_a_moderator_adds_a_category_and_names_its_department(haneul, visit, moderator, roads):
    response = visit(haneul, as_=moderator).post(
        "/desk/categories/new/", {"name": "우주 산업", "default_department": roads.pk}
    )
    assert response.status_code == 302
    added = Category.objects.get(name="우주 산업")
    assert (added.default_department, added.is_shown) == (roads, True)


def test_a_name_twice_is_a_sentence_and_what_was_typed_stays(haneul, visit, moderator, category):
    response = visit(haneul, as_=moderator).post("/desk/categories/new/", {"name": f"  {category.name} "})
    assert response.status_code == 422
    assert category.name in response.content.decode()


def test_a_category_is_renamed_hidden_and_moved(haneul, visit, moderator, category):
    visitor = visit(haneul, as_=moderator)
    visitor.post(f"/desk/categories/{category.pk}/", {"name": "이동"})
    visitor.post(f"/desk/categories/{category.pk}/place/", {"move": "down"})
    category.refresh_from_db()
    assert (category.name, category.is_shown, category.position) == ("이동", False, 1)


def test_a_retired_department_stays_until_another_is_chosen(haneul, visit, moderator, category, roads):
    Category.objects.filter(pk=category.pk).update(default_department=roads)
    roads.is_active = False
    roads.save()
    typed = {"name": category.name, "default_department": roads.pk, "is_shown": "on"}
    assert visit(haneul, as_=moderator).post(f"/desk/categories/{category.pk}/", typed).status_code == 302


WORDS = {
    "headline_ko": "하늘시에 바란다",
    "lead_ko": "말씀해 주세요.",
    "headline_en": "Speak up",
    "lead_en": "",
    "tagline": "함께 만드는 하늘시",
    "contact": "하늘시 하늘로 1\n\n02-000-0000",
}


def save(visitor, **changes):
    """Open the page, change everything on it, save."""
    opened = visitor.get("/desk/settings/").context["form"]["opened_with"].value()
    return visitor.post("/desk/settings/", WORDS | {"opened_with": opened} | changes)


def test_the_home_page_speaks_the_citys_own_words(haneul, visit, administrator):
    visitor = visit(haneul, as_=administrator)
    assert save(visitor).status_code == 302
    with public():
        kept = Institution.objects.get(pk=haneul.pk)
    assert kept.settings["headline"] == {"ko": "하늘시에 바란다", "en": "Speak up"}
    assert kept.settings["contact"] == ["하늘시 하늘로 1", "02-000-0000"]
    assert kept.tagline == "함께 만드는 하늘시"
    assert Event.objects.get(kind="tenants.institution.described").actor == administrator
    assert "하늘시에 바란다" in visit(haneul).get("/").content.decode()


def test_other_settings_of_the_institution_are_left_alone(haneul, visit, administrator):
    with public():
        Institution.objects.filter(pk=haneul.pk).update(settings={"mail_colour": "#123456"})
    save(visit(haneul, as_=administrator))
    with public():
        assert Institution.objects.get(pk=haneul.pk).settings["mail_colour"] == "#123456"


def test_the_words_of_one_city_never_reach_the_next(haneul, bada, visit, administrator):
    save(visit(haneul, as_=administrator))
    assert "하늘시에 바란다" not in visit(bada).get("/").content.decode()
    assert connection.schema_name == haneul.schema_name


def test_too_many_lines_are_named_and_kept(haneul, visit, administrator):
    response = save(visit(haneul, as_=administrator), contact="줄\n" * 9)
    assert response.status_code == 422
    assert "contact" in response.context["form"].errors


def kept(institution):
    with public():
        return Institution.objects.get(pk=institution.pk)


def opened(visitor):
    """What a browser would send if nothing were typed."""
    form = visitor.get("/desk/settings/").context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.fixture
def second(visit, haneul, administrator):
    """A second administrator, who has had the page open since before the first one saved it."""
    first, second = visit(haneul, as_=administrator), visit(haneul, as_=administrator)
    page = opened(second)
    first.post("/desk/settings/", opened(first) | {"tagline": "첫째의 한마디", "headline_ko": "첫째의 제목"})

    def send(**typed):
        return second.post("/desk/settings/", page | typed)

    return send


def test_who_saves_second_is_told_what_the_first_wrote_and_keeps_what_they_typed(haneul, second):
    response = second(tagline="둘째의 한마디", lead_ko="둘째의 설명")
    form, page = response.context["form"], response.content.decode()
    assert response.status_code == 409
    assert (kept(haneul).tagline, kept(haneul).settings["headline"]["ko"]) == ("첫째의 한마디", "첫째의 제목")
    assert "첫째의 한마디" in page
    assert form["tagline"].value() == "둘째의 한마디"
    assert form["lead_ko"].value() == "둘째의 설명"
    # What the second did not touch follows the first.
    assert form["headline_ko"].value() == "첫째의 제목"
    assert set(form.errors) == {"__all__", "tagline", "headline_ko"}


def test_saving_again_keeps_what_both_wrote(haneul, second):
    form = second(tagline="둘째의 한마디").context["form"]
    assert second(**{name: form[name].value() or "" for name in form.fields}).status_code == 302
    now = kept(haneul)
    assert (now.tagline, now.settings["headline"]["ko"]) == ("둘째의 한마디", "첫째의 제목")


def test_who_typed_the_same_words_is_not_troubled(haneul, second):
    assert second(tagline="첫째의 한마디", headline_ko="첫째의 제목").status_code == 302


@pytest.mark.parametrize("lost", ["", "{", "[1]", "7" * 5000, "[" * 40_000, '{"contact": 3, "lead": [{}]}'])
def test_a_page_that_forgot_what_it_was_opened_with_overwrites_nothing(haneul, second, lost):
    response = second(tagline="둘째의 한마디", opened_with=lost)
    assert response.status_code == 409
    assert response.context["form"]["tagline"].value() == "둘째의 한마디"
    assert kept(haneul).tagline == "첫째의 한마디"
