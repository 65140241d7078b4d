"""An institution's blueprint: taken from one, compared with another, arranged there, and nothing taken away."""

import tomllib
from base64 import b64encode

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from civic.categories.models import Category
from civic.content.models import Draft
from civic.people.actions import add_department
from civic.people.models import Department
from civic.processes.models import Process
from platform_core.access import Refused
from platform_core.text.toml import dump_toml
from tenants.actions import make_read_only
from tenants.context import institution_context
from tenants.designs.actions import apply_design, design_from, differences
from tenants.designs.catalogue import KEYS, text_of
from tenants.designs.file import Design, DesignFaults, read_design, written
from tenants.designs.ordering import order_from, shipped
from tenants.provisioning.order import check_order
from tenants.provisioning.run import open_institution
from themes.models import Theme, ThemeDraft

GIVEN = {"name": "별시", "host": "byeol.localhost", "administrator_email": "a@example.org"}


def opened(design, **changes):
    return open_institution(order=order_from(design, **{**GIVEN, **changes}), at=timezone.now())


def sentences(changes) -> list[str]:
    return [str(change.sentence) for change in changes]


@pytest.mark.parametrize("key", KEYS)
def test_an_institution_opens_from_each_blueprint_and_gives_the_same_one_back(db, visit, key):
    design = shipped(key)
    order = order_from(design, **GIVEN)
    assert check_order(order) == {}
    institution = open_institution(order=order, at=timezone.now())
    assert visit(institution).get("/").status_code == 200
    institution.refresh_from_db()
    assert "design" not in institution.order  # it is read at every request
    taken = design_from(institution)
    for part in ("departments", "categories", "words"):
        assert taken.part(part) == design.part(part)
    assert {one["key"]: one["preset"] for one in taken.part("processes")} == {
        one["key"]: one["preset"] for one in design.part("processes")
    }
    assert taken.part("theme")["tokens"]["base"] == design.part("theme")["tokens"]["base"]
    assert taken.part("plan") == design.part("plan")
    assert differences(institution, design) == []
    assert apply_design(institution=institution, design=taken, at=timezone.now()).done == ()
    assert tomllib.loads(written(read_design(text_of(key)))) == tomllib.loads(text_of(key))


def test_what_is_taken_from_one_makes_another_that_gives_the_same(db):
    """Export → open from it → export is equal, but for the name and the address."""
    first = opened(shipped("school"))
    with institution_context(first):
        add_department(name="도서관", code="books", by=None, at=timezone.now())
        Category.objects.filter(key="clubs").update(is_shown=False, names={"en": "Clubs & “events”, 'here'"})
    file = written(design_from(first))
    second = opened(read_design(file), name="별시", host="dal-school.localhost")
    assert written(design_from(second)) == file


def test_a_city_in_use_is_brought_to_a_blueprint_and_loses_nothing(haneul, make_proposal):
    proposal = make_proposal()
    before = {
        "categories": set(Category.objects.values_list("key", flat=True)),
        "departments": set(Department.objects.values_list("code", flat=True)),
        "worn": Theme.objects.count(),
    }
    design = shipped("county").without("institution")
    with override("en"):
        told = sentences(differences(haneul, design))
    assert "The department “농정과” is added." in told and any("주민" in one for one in told)
    applied = apply_design(institution=haneul, design=design, at=timezone.now())
    assert (len(applied.done), applied.left) == (len(told), ())
    assert before["categories"] <= set(Category.objects.values_list("key", flat=True))
    assert before["departments"] < set(Department.objects.values_list("code", flat=True))
    proposal.refresh_from_db()
    assert proposal.process_version.number < Process.objects.get(key="proposals").current_version.number
    # What everybody sees changes when an administrator looks at it and puts it on.
    assert (Theme.objects.count(), ThemeDraft.objects.count()) == (before["worn"], 1)
    again = apply_design(institution=haneul, design=design, at=timezone.now())
    assert again.done == () and len(again.left) == 1
    assert ThemeDraft.objects.count() == 1


def test_rules_that_two_people_agree_to_are_left_to_them(haneul):
    Process.objects.filter(key="proposals").update(needs_two_people=True)
    version = Process.objects.get(key="proposals").current_version_id
    design = shipped("county")
    with override("en"):
        applied = apply_design(institution=haneul, design=design.without("institution"), at=timezone.now())
    assert any("Two people agree" in one for one in applied.left)
    assert Process.objects.get(key="proposals").current_version_id == version


def test_one_that_only_stands_to_be_read_is_compared_and_not_arranged(bada):
    make_read_only(institution=bada, reason="계약 만료", at=timezone.now())
    assert differences(bada, shipped("library"))
    with pytest.raises(Refused):
        apply_design(institution=bada, design=shipped("library"), at=timezone.now())
    with pytest.raises(CommandError):
        call_command("apply_blueprint", "bada.localhost", "library")


def test_one_citys_blueprint_leaves_the_next_as_it_is(haneul, bada):
    before = written(design_from(bada))
    apply_design(institution=haneul, design=shipped("library"), at=timezone.now())
    assert written(design_from(bada)) == before


FILE = """format = 1

[institution]
kind = "kingdom"

[[departments]]
code = "roads"
name = "도로과"

[[departments]]
code = "roads"
name = ""
colour = "red"

[[categories]]
key = "parks"
name = "공원"
department = "lakes"

[[processes]]
key = "proposals"
name = "제안"
[processes.document]
format = 2
"""


def test_whoever_wrote_a_file_is_told_line_by_line():
    with pytest.raises(DesignFaults) as refused:
        read_design(FILE)
    found = [(fault.line, fault.path) for fault in refused.value.faults]
    assert (4, "institution.kind") in found
    assert (11, "departments.1.code") in found
    assert (12, "departments.1.name") in found
    assert (13, "departments.1.colour") in found
    assert (18, "categories.0.department") in found
    assert any(line >= 23 and path.startswith("processes.0.document") for line, path in found)


PAGE = {"title": {"ko": "정하는 법", "en": "How we decide"}}
BLOCKS = [
    {"id": "text-1", "kind": "text", "is_on": True, "fields": {"body": {"ko": "**열린** 회의\n- 매달"}}},
    {
        "id": "partner-1",
        "kind": "partner",
        "is_on": False,
        "fields": {"title": {"ko": "도서관"}, "link": "https://lib.example.org/"},
    },
]
MENU = [
    {"id": "room-1", "kind": "room", "is_on": True, "fields": {"room": "proposals"}},
    {"id": "page-1", "kind": "page", "is_on": True, "fields": {"page": "how-we-decide"}},
]
EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3" fill="#0b7a75"/></svg>'
WORD = {
    "language": "ko",
    "key": "두레",
    "term": "두레",
    "meaning": "함께 이야기할 거리입니다.",
    "also": ["두레모임"],
}


def with_a_face(design):
    """The design with home, menu, foot, a page, a word of its own and an emblem."""
    theme = dict(design.part("theme"))
    theme["tokens"] = {**theme["tokens"], "emblem": "own"}
    theme["emblem"] = b64encode(EMBLEM).decode()
    content = {
        "home": {"blocks": [{"id": "call", "kind": "call", "is_on": True, "fields": {}}]},
        "menu": {"blocks": MENU},
        "footer": {"head": {"phone": "02-120"}, "blocks": []},
        "pages": [{"slug": "how-we-decide", "head": PAGE, "blocks": BLOCKS}],
    }
    return Design({**design.parts, "theme": theme, "content": content, "glossary": [WORD]}, design.about)


def test_pages_menu_words_and_emblem_travel_with_a_blueprint(db, visit):
    """Export → open from it → export is equal; applied twice it changes nothing."""
    design = read_design(written(with_a_face(shipped("school"))))
    first = opened(design)
    file = written(design_from(first))
    second = opened(read_design(file), host="dal-school.localhost")
    assert written(design_from(second)) == file
    assert apply_design(institution=second, design=read_design(file), at=timezone.now()).done == ()
    page = visit(second).get("/p/how-we-decide/").content.decode()
    home = visit(second).get("/").content.decode()
    assert "<strong>열린</strong> 회의" in page and "lib.example.org" not in page
    assert "/p/how-we-decide/" in home and "02-120" in home and "emblem-" in home
    assert "함께 이야기할 거리입니다." in visit(second).get("/glossary/").content.decode()


def test_what_a_city_in_use_would_show_waits_for_its_administrator(haneul, visit):
    before = visit(haneul).get("/").content.decode()
    design = with_a_face(shipped("school")).without(
        "institution", "processes", "departments", "categories", "words"
    )
    applied = apply_design(institution=haneul, design=design, at=timezone.now())
    assert len(applied.done) == 6  # theme, word, page, home, menu, foot
    assert visit(haneul).get("/p/how-we-decide/").status_code == 404
    assert ("02-120" in before, "02-120" in visit(haneul).get("/").content.decode()) == (False, False)
    assert set(Draft.objects.values_list("arrangement__place", flat=True)) == {
        "home",
        "menu",
        "footer",
        "page",
    }
    again = apply_design(institution=haneul, design=design, at=timezone.now())
    assert (again.done, len(again.left)) == ((), 5)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"link": "javascript:alert(1)"}, "content.pages.0"),
        ({"link": "http://lib.example.org/"}, "content.pages.0"),
        ({"title": {"ko": "가\u202e나"}}, "content.pages.0"),
        ({"onclick": "x"}, "content.pages.0"),
    ],
)
def test_a_page_that_the_editor_would_not_have_written_is_refused(wrong, path):
    pages = [
        {"slug": "page", "head": PAGE, "blocks": [{**BLOCKS[1], "fields": {**BLOCKS[1]["fields"], **wrong}}]}
    ]
    assert refused_at({"content": {"pages": pages}}) == {path}


def test_other_tricks_in_a_blueprint_are_refused_where_they_stand():
    theme = {"tokens": {"base": "school", "emblem": "own"}}
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><!DOCTYPE x [<!ENTITY a "b">]><script>1</script>'
    assert refused_at({"theme": {**theme, "emblem": b64encode(script).decode()}}) == {"theme.emblem"}
    assert refused_at({"theme": {**theme, "emblem": "%%%"}}) == {"theme.emblem"}
    assert refused_at({"glossary": [{**WORD, "key": "../x"}]}) == {"glossary.0.key"}
    assert refused_at({"glossary": [{**WORD, "term": ""}, WORD]}) == {
        "glossary.0.term",
        "glossary.1.key",
        "glossary.1.term",
    }
    assert refused_at({"content": {"pages": [{"slug": "privacy", "head": PAGE, "blocks": []}]}}) == {
        "content.pages.0.slug"
    }


def test_a_list_or_a_table_in_place_of_a_text_is_refused_where_it_stands():
    assert refused_at({"glossary": [{**WORD, "language": ["ko"]}]}) == {"glossary.0.language"}
    ground = {"time_zone": ["Asia/Seoul"], "country": {"code": "KR"}, "languages": [["ko"]]}
    for name, value in ground.items():
        assert refused_at({"institution": {name: value}}) == {f"institution.{name}"}
    assert refused_at({"departments": [{"code": "공원 과", "name": "공원과"}]}) == {"departments.0.code"}
    parks = {"key": "parks", "name": ["공원"], "department": {"code": "parks"}}
    assert refused_at({"departments": [], "categories": [parks]}) == {
        "categories.0.department",
        "categories.0.name",
    }


def refused_at(parts) -> set[str]:
    with pytest.raises(DesignFaults) as refused:
        read_design(dump_toml({"format": 1, **parts}))
    return {fault.path for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("format = 2\n", 1),
        ("", 0),
        ("format = 1\n[institution\n", 2),
        ("format = 1\n[gardens]\nname = 1\n", 2),
        ("format = 1\n[institution]\nname = 2026-01-01\n", 3),
        ("format = 1\ndepartments = 3\n", 2),
        ("format = 1\ncategories = [1, 2]\n", 2),
        ("format = 1\n[theme.tokens]\nbase = 'moon'\n", 2),
        ("format = 1\n[words.ko.moon]\nword = '달'\n", 2),
        ("format = 1\nx = " + "[" * 5_000, 0),
    ],
)
def test_a_file_that_is_no_blueprint_is_refused_with_its_line(db, text, line):
    with pytest.raises(DesignFaults) as refused:
        read_design(text)
    assert refused.value.faults[0].line == line
    assert str(refused.value.faults[0].sentence)


def test_an_order_with_a_blueprint_of_nonsense_is_refused(db):
    order = order_from(shipped("library"), **GIVEN)
    order.design["gardens"] = {}
    assert set(check_order(order)) == {"design"}


@pytest.mark.parametrize(
    "data",
    [
        {"a": 'quote " and \\ and \x7f', "b": [1, 2.5, True], "c": {}, "d": {"e": {}, "f": [[], [{}]]}},
        {"rows": [{"x": 1, "deep": [{"y": {"z": ["ㄱ", "\n"]}}]}, {}], "last": {"k k": 1, "": 2}},
    ],
)
def test_what_is_written_as_toml_is_read_back(data):
    assert tomllib.loads(dump_toml(data)) == data


def test_commands_write_compare_and_arrange(haneul, tmp_path, capsys):
    file = tmp_path / "haneul.toml"
    call_command("export_blueprint", "haneul.localhost")
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    call_command("apply_blueprint", "haneul.localhost", str(file))
    assert capsys.readouterr().out.strip() == "Nothing differs."
    before = Department.objects.count()
    call_command("apply_blueprint", "haneul.localhost", "library", "--diff")
    assert capsys.readouterr().out.count("\n") > 3 and Department.objects.count() == before
    call_command(
        "open_institution",
        "별시",
        "byeol.localhost",
        administrator_email="a@example.org",
        blueprint="library",
    )
    with pytest.raises(CommandError, match="wrong.toml"):
        (tmp_path / "wrong.toml").write_text("format = 7\n", encoding="utf-8")
        call_command("apply_blueprint", "haneul.localhost", str(tmp_path / "wrong.toml"))
