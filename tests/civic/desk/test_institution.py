"""Categories and the home page's own words, looked after from the desk."""

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


def test_the_home_page_speaks_the_citys_own_words(haneul, visit, administrator):
    visitor = visit(haneul, as_=administrator)
    assert visitor.post("/desk/settings/", WORDS).status_code == 302
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
    visit(haneul, as_=administrator).post("/desk/settings/", WORDS)
    with public():
        assert Institution.objects.get(pk=haneul.pk).settings["mail_colour"] == "#123456"


def test_the_words_of_one_city_never_reach_the_next(haneul, bada, visit, administrator):
    visit(haneul, as_=administrator).post("/desk/settings/", WORDS)
    assert "하늘시에 바란다" not in visit(bada).get("/").content.decode()
    assert connection.schema_name == haneul.schema_name


def test_too_many_lines_are_named_and_kept(haneul, visit, administrator):
    response = visit(haneul, as_=administrator).post("/desk/settings/", WORDS | {"contact": "줄\n" * 9})
    assert response.status_code == 422
    assert "contact" in response.context["form"].errors
