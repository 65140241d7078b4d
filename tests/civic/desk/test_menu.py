"""The menu at the desk's side: what one works with, in groups, and where one is."""

import re

import pytest

from tests.fixtures.people import new_staff


@pytest.fixture
def menu(haneul, visit):
    """`menu(person, path)`: [(heading, is it open, [addresses]), …]; the links above all headings first."""

    def read(person, path="/desk/"):
        page = visit(haneul, as_=person).get(path).content.decode()
        nav = re.search(r'<nav class="side-nav".*?</nav>', page, re.DOTALL)[0]
        top, *groups = nav.split("<details")
        found = [("", True, re.findall(r'href="([^"]+)"', top))]
        for one in groups:
            heading = re.search(r"<summary[^>]*>([^<]+)", one)[1].strip()
            is_open = one.partition(">")[0].endswith(" open")
            found.append((heading, is_open, re.findall(r'href="([^"]+)"', one)))
        return found

    return read


def test_only_the_group_one_is_in_stands_open(menu, haneul):
    found = menu(new_staff(), "/desk/closures/")
    assert [addresses for _heading, is_open, addresses in found if is_open and "/desk/closures/" in addresses]
    assert sum(is_open for _heading, is_open, _addresses in found) == 2
    assert "/desk/" in found[0][2]


def test_everybody_sees_what_their_task_needs_and_no_empty_group(menu, haneul):
    administrator, moderator = menu(new_staff()), menu(new_staff("moderator"))
    assert all(addresses for _heading, _open, addresses in [*administrator, *moderator])
    everything = {one for _heading, _open, addresses in administrator for one in addresses}
    assert {
        "/desk/rules/",
        "/desk/moderation/",
        "/desk/staff/",
        "/desk/plan/",
    } <= everything
    some = {one for _heading, _open, addresses in moderator for one in addresses}
    assert some < everything and "/desk/staff/" not in some


def test_what_waits_in_a_closed_group_is_counted_on_its_heading(haneul, visit, monkeypatch):
    monkeypatch.setattr("civic.desk.navigation.count_waiting", lambda: 7)
    page = visit(haneul, as_=new_staff()).get("/desk/").content.decode()
    summary = [
        one
        for one in re.findall(r"<summary class=\"side-nav__title\">.*?</summary>", page, re.DOTALL)
        if ">7<" in one
    ]
    assert len(summary) == 1
